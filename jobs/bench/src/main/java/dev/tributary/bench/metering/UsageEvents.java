package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.pipelines.metering.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws the usage of a workload: what its gateways report, in the order of the log. */
final class UsageEvents {
    private static final int MOST_MILLIS_AGO = 2_000;
    private static final long APPEND_DELAY_MILLIS = 50;
    private static final long HEARTBEAT_INTERVAL_MILLIS = 1_000;
    private static final int ERROR_ONE_IN = 50;

    private final Workload workload;
    private final SplittableRandom random;
    private final Zipf modelRanks;
    private final Zipf payerRanks;
    private final List<Gateway> gateways;
    private final String[] models;
    private final String[] payers;
    private final Sums expected = new Sums();
    private final long[] offsets;
    private long heartbeatMillis;

    /** Takes the log, report by report. */
    interface Log {
        void append(UsageRecord record) throws IOException;
    }

    UsageEvents(Workload workload) {
        this.workload = workload;
        this.random = new SplittableRandom(workload.seed());
        this.modelRanks = new Zipf(workload.models(), Workload.ZIPF_EXPONENT);
        this.payerRanks = new Zipf(workload.payersPerGateway(), Workload.ZIPF_EXPONENT);
        this.gateways =
                IntStream.range(0, workload.gateways()).mapToObj(Gateway::new).toList();
        this.models =
                IntStream.range(0, workload.models()).mapToObj(Cast::model).toArray(String[]::new);
        this.payers =
                IntStream.range(0, workload.payers()).mapToObj(Cast::payer).toArray(String[]::new);
        this.offsets = new long[workload.partitions()];
    }

    /** Every model has its place among the popular ones, whatever its place in the family. */
    static int modelOfRank(int rank, int models) {
        return (int) ((rank * 7_919L + 17) % models);
    }

    /** Writes the log; returns what its lines add up to. */
    Sums write(Log log) throws IOException {
        int written = 0;
        while (written < workload.lines()) {
            int wanted = random.nextInt(Workload.FEWEST_LINES, Workload.MOST_LINES + 1);
            // The last report takes what is left, which must not be too few for one of its own.
            int left = workload.lines() - written;
            int lines = left - wanted < Workload.FEWEST_LINES ? Math.min(left, Workload.MOST_LINES) : wanted;
            lines = left - lines > 0 && left - lines < Workload.FEWEST_LINES ? left / 2 : lines;
            append(lines, written, log);
            written += lines;
        }
        heartbeats(workload.endMillis(), log);
        return expected;
    }

    private void heartbeats(long millis, Log log) throws IOException {
        heartbeatMillis = millis;
        for (int partition = 0; partition < workload.partitions(); partition++) {
            log.append(new UsageRecord(partition, offsets[partition]++, millis, null, null, null, true, new byte[0]));
        }
    }

    private void append(int count, int written, Log log) throws IOException {
        long now = workload.beginMillis() + written * 1_000L / Workload.LINES_PER_LOG_SECOND;
        if (now >= heartbeatMillis + HEARTBEAT_INTERVAL_MILLIS) {
            heartbeats(now, log);
        }
        int gateway = random.nextInt(gateways.size());
        List<byte[]> lines = lines(gateway, count, written, now);
        log.append(report(gateways.get(gateway), now, lines));
    }

    /** One report alone, of the workload's first moment. */
    UsageRecord reportOf(int count) {
        return report(gateways.get(0), workload.beginMillis(), lines(0, count, 0, workload.beginMillis()));
    }

    private List<byte[]> lines(int gateway, int count, int written, long now) {
        List<byte[]> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(line(gateway, written + i, now - random.nextInt(MOST_MILLIS_AGO)));
        }
        return lines;
    }

    private UsageRecord report(Gateway gateway, long now, List<byte[]> lines) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write('[');
        for (byte[] line : lines) {
            if (value.size() > 1) {
                value.write(',');
            }
            value.writeBytes(line);
        }
        value.write(']');
        int partition = UsagePartition.of(gateway.address(), workload.partitions());
        return gateway.report(partition, offsets[partition]++, now + APPEND_DELAY_MILLIS, value.toByteArray());
    }

    private byte[] line(int gateway, int number, long eventMillis) {
        int model = modelOfRank(modelRanks.draw(random), workload.models());
        String payer = payers[workload.payer(gateway, payerRanks.draw(random))];
        long inputTokens = random.nextInt(8_000);
        long outputTokens = random.nextInt(2_000);
        long computeMillis = random.nextInt(5_000);
        int latencyMillis = 50 + random.nextInt(5_000);
        String outcome = random.nextInt(ERROR_ONE_IN) == 0 ? "error" : "ok";
        expected.add(
                Workload.BOOKING.minute(eventMillis),
                models[model],
                new Sums.Sum(1, 1, inputTokens, outputTokens, computeMillis));
        return ("{\"specversion\":\"1.0\",\"id\":\"" + Long.toString(number + 1_000_000_000_000L, 36)
                        + "\",\"source\":\"/gateways/" + gateways.get(gateway).address()
                        + "\",\"type\":\"ai.inference.usage.v1\",\"subject\":\"" + models[model]
                        + "\",\"time\":\"" + Instant.ofEpochMilli(eventMillis)
                        + "\",\"data\":{\"payer\":\"" + payer
                        + "\",\"calls\":1,\"inputTokens\":" + inputTokens
                        + ",\"outputTokens\":" + outputTokens
                        + ",\"computeMillis\":" + computeMillis
                        + ",\"latencyMillis\":" + latencyMillis
                        + ",\"outcome\":\"" + outcome + "\"}}")
                .getBytes(US_ASCII);
    }

    List<String> gatewayAddresses() {
        return gateways.stream().map(Gateway::address).toList();
    }

    List<String> payerAddresses() {
        return Arrays.asList(payers);
    }
}
