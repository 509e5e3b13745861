package dev.tributary.local.worlds;

import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.local.worlds.World.Shape;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.web3j.utils.Numeric;

/** Plays the gateways, good and bad, and the broker whose clock sometimes steps back. */
final class UsageHistory {
    private static final BigInteger LAST_SEQUENCE = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int REMEMBERED = 64;

    private final Chance chance;
    private final Cast cast;
    private final Shape shape;
    private final LineHistory lines;
    private final Signer signer = new Signer(World.CHAIN_ID, ChainScript.GATEWAY_REGISTRY);
    private final List<UsageLogRecord> records = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Map<Integer, Long> latest = new HashMap<>();
    private final Map<String, List<SignedReport>> sent = new HashMap<>();
    private long nowMillis;

    UsageHistory(Chance chance, Cast cast, Shape shape, ChainHistory chain) {
        this.chance = chance;
        this.cast = cast;
        this.shape = shape;
        this.lines = new LineHistory(chance, cast, shape, chain);
    }

    void play(long beginMillis, long endMillis) {
        int steps = chance.between(25, 70);
        for (int step = 0; step < steps; step++) {
            nowMillis = beginMillis + (endMillis - beginMillis) * step / steps + chance.below(5_000);
            if (chance.oneIn(6)) {
                heartbeats(nowMillis);
            }
            GatewayKey gateway = chance.of(cast.gateways());
            switch (chance.below(20)) {
                case 0 -> append(chance.of(Forgeries.SIGNATURES).apply(next(gateway), chance));
                case 1 -> append(chance.of(Forgeries.HEADERS).apply(next(gateway), chance));
                case 2 -> malformed(gateway);
                case 3, 4 -> resend(gateway);
                case 5 -> conflict(gateway);
                case 6 -> misplaced(gateway);
                case 7 -> sized(gateway);
                default -> accept(gateway);
            }
        }
    }

    /** One heartbeat in every partition, when the broker's clocks show about this time. */
    void heartbeats(long atMillis) {
        for (int partition = 0; partition < shape.partitions(); partition++) {
            Map<String, String> headers = new HashMap<>(Map.of("heartbeat", ""));
            if (chance.oneIn(5)) {
                headers.put("gateway", cast.gateways().get(0).address());
            }
            append(partition, atMillis + chance.below(200), headers, new byte[0]);
        }
    }

    private void accept(GatewayKey gateway) {
        SignedReport report = next(gateway);
        append(chance.oneIn(6) ? report.withSignature(upperCase(report)) : report);
        sent.computeIfAbsent(gateway.address(), unseen -> new ArrayList<>()).add(report);
    }

    private static String upperCase(SignedReport report) {
        return "0x" + Numeric.toHexStringNoPrefix(report.signatureBytes()).toUpperCase(Locale.ROOT);
    }

    /** The gateway's next good report, at this moment. */
    private SignedReport next(GatewayKey gateway) {
        List<String> texts = lines.some(chance.oneIn(40) ? 200 : chance.between(1, 7), appendMillis(gateway));
        String value = texts.stream().collect(Collectors.joining(chance.of(List.of(",", " ,\n")), "[", "]"));
        return signer.sign(gateway, nextSequence(gateway), value.getBytes(StandardCharsets.UTF_8));
    }

    private BigInteger nextSequence(GatewayKey gateway) {
        List<SignedReport> earlier = sent.getOrDefault(gateway.address(), List.of());
        if (earlier.isEmpty()) {
            return BigInteger.valueOf(chance.below(3));
        }
        BigInteger last = earlier.get(earlier.size() - 1).sequenceNumber();
        if (last.equals(LAST_SEQUENCE)) {
            return last;
        }
        BigInteger step = chance.oneIn(100) ? BigInteger.TWO.pow(63) : BigInteger.valueOf(chance.between(1, 3));
        return chance.oneIn(1_000) ? LAST_SEQUENCE : last.add(step).min(LAST_SEQUENCE);
    }

    private void malformed(GatewayKey gateway) {
        SignedReport good = next(gateway);
        byte[] value = chance.of(MalformedReports.ALL).apply(good.value());
        append(signer.sign(gateway, good.sequenceNumber(), value));
    }

    /** The same bytes again: lately sent ones are duplicates, old ones stale. */
    private void resend(GatewayKey gateway) {
        List<SignedReport> earlier = sent.getOrDefault(gateway.address(), List.of());
        if (earlier.size() > REMEMBERED && chance.oneIn(2)) {
            append(earlier.get(earlier.size() - REMEMBERED - chance.below(2)));
        } else if (!earlier.isEmpty()) {
            append(chance.of(earlier));
        }
    }

    /** Other bytes under a used sequence, or under one that was passed over. */
    private void conflict(GatewayKey gateway) {
        List<SignedReport> earlier = sent.getOrDefault(gateway.address(), List.of());
        if (!earlier.isEmpty()) {
            BigInteger used = chance.of(earlier).sequenceNumber();
            BigInteger sequence =
                    used.subtract(BigInteger.valueOf(chance.below(2))).max(BigInteger.ZERO);
            append(signer.sign(gateway, sequence, next(gateway).value()));
        }
    }

    private void misplaced(GatewayKey gateway) {
        SignedReport report = next(gateway);
        int partition = (partitionOf(gateway.address()) + 1) % shape.partitions();
        if (partition != partitionOf(gateway.address())) {
            append(partition, nowMillis, report.headers(), report.value());
        }
    }

    /** Padded with white space to the limit, or one byte over it. */
    private void sized(GatewayKey gateway) {
        if (!chance.oneIn(20)) {
            burst(gateway);
            return;
        }
        SignedReport good = next(gateway);
        byte[] value = new byte[LARGEST_BYTES + chance.below(2)];
        Arrays.fill(value, (byte) ' ');
        System.arraycopy(good.value(), 0, value, 0, good.value().length);
        SignedReport padded = signer.sign(gateway, good.sequenceNumber(), value);
        append(padded);
        if (value.length == LARGEST_BYTES) {
            sent.computeIfAbsent(gateway.address(), unseen -> new ArrayList<>()).add(padded);
        }
    }

    /** Enough reports to push older ones out of what is remembered of a gateway. */
    private void burst(GatewayKey gateway) {
        if (chance.oneIn(6)) {
            for (int i = 0; i < 66; i++) {
                byte[] value = ("[{\"id\":\"" + i + "\"}]").getBytes(StandardCharsets.UTF_8);
                SignedReport report = signer.sign(gateway, nextSequence(gateway), value);
                append(report);
                sent.computeIfAbsent(gateway.address(), unseen -> new ArrayList<>())
                        .add(report);
            }
        }
    }

    private void append(SignedReport report) {
        append(partitionOf(report.gateway()), nowMillis, report.headers(), report.value());
    }

    private void append(int partition, long aboutMillis, Map<String, String> headers, byte[] value) {
        long appendMillis = chance.oneIn(12) ? aboutMillis - chance.between(1, 400_000) : aboutMillis;
        latest.merge(partition, appendMillis, Math::max);
        long offset = offsets.merge(partition, chance.oneIn(10) ? 2L : 1L, Long::sum);
        records.add(new UsageLogRecord(partition, offset, appendMillis, headers, value));
    }

    /** The running maximum that a record appended now would have, were the broker's clock not to step back. */
    private long appendMillis(GatewayKey gateway) {
        return Math.max(nowMillis, latest.getOrDefault(partitionOf(gateway.address()), Long.MIN_VALUE));
    }

    private int partitionOf(String gateway) {
        return Utils.toPositive(Utils.murmur2(gateway.getBytes(StandardCharsets.UTF_8))) % shape.partitions();
    }

    List<UsageLogRecord> records() {
        return records;
    }
}
