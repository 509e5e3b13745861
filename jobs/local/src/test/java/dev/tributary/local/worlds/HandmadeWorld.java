package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.local.worlds.World.Shape;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Small logs whose accounts can be worked out by hand: a call costs one base unit, the fee is 2 %, minutes, periods of an
 * hour, a grace of ten minutes, one partition, one gateway that may report for one payer who has paid in plenty.
 */
final class HandmadeWorld {
    static final long HOUR = 3_600_000;
    static final long MINUTE = 60_000;
    static final long GRACE = 10 * MINUTE;
    static final String TOKEN = account("70");
    static final String TREASURY = account("71");
    static final String PAYER = account("72");
    static final GatewayKey GATEWAY = GatewayKey.of(new byte[] {1});

    final ChainScript chain = new ChainScript(World.CHAIN_ID);
    final List<UsageLogRecord> usage = new ArrayList<>();
    private final Signer signer = new Signer(World.CHAIN_ID, ChainScript.GATEWAY_REGISTRY);
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final int partitions;
    private long sequence;

    private HandmadeWorld(int partitions) {
        this.partitions = partitions;
    }

    /** The chain's log begins an hour before. */
    static HandmadeWorld from(long dawnMillis) {
        return from(dawnMillis, 1);
    }

    static HandmadeWorld from(long dawnMillis, int partitions) {
        HandmadeWorld world = new HandmadeWorld(partitions);
        world.begin(dawnMillis);
        return world;
    }

    /** Neither log has a record. */
    static HandmadeWorld empty() {
        return new HandmadeWorld(1);
    }

    /** The chain's log, an hour before. */
    void begin(long dawnMillis) {
        at(dawnMillis - HOUR);
        chain.fee(20_000);
        chain.treasury(TREASURY);
        chain.authorised(GATEWAY.address());
        chain.allowed(PAYER, GATEWAY.address());
        chain.deposited(TOKEN, PAYER, BigInteger.TEN.pow(9));
    }

    /** Begins a block of this time. */
    void at(long millis) {
        chain.block(millis / 1000);
    }

    void register(String name, String... parents) {
        register(name, 0, 0, parents);
    }

    void register(String name, int policy, long share, String... parents) {
        chain.registered(
                model(name),
                account(name),
                List.of(parents).stream().map(HandmadeWorld::model).toList(),
                policy,
                share);
        price(name, 1);
    }

    /** In base units a call, from this block on. */
    void price(String name, long units) {
        chain.terms(model(name), TOKEN, perCall(units), false, BigInteger.valueOf(chain.blockSeconds()));
    }

    static List<BigInteger> perCall(long units) {
        return List.of(BigInteger.valueOf(units * 1_000_000), BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    }

    void report(long appendMillis, String... lines) {
        byte[] value = List.of(lines).stream()
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
        SignedReport signed = signer.sign(GATEWAY, BigInteger.valueOf(sequence++), value);
        append(partition(), appendMillis, signed.headers(), value);
    }

    int partition() {
        return UsagePartition.of(GATEWAY.address(), partitions);
    }

    void heartbeat(int partition, long appendMillis) {
        append(partition, appendMillis, Map.of("heartbeat", ""), new byte[0]);
    }

    private void append(int partition, long appendMillis, Map<String, String> headers, byte[] value) {
        long offset = offsets.merge(partition, 1L, Long::sum) - 1;
        usage.add(new UsageLogRecord(partition, offset, appendMillis, headers, value));
    }

    static String line(String name, long eventMillis) {
        return line(name, eventMillis, 1);
    }

    static String line(String name, long eventMillis, int calls) {
        LineDraft draft = LineDraft.of("x", model(name), PAYER, eventMillis);
        draft.usage.put("calls", Integer.toString(calls));
        return draft.render();
    }

    static String lineWithPass(String name, long eventMillis, long pass) {
        LineDraft draft = LineDraft.of("x", model(name), PAYER, eventMillis);
        draft.usage.put("calls", "1");
        draft.usage.put("pass", LineDraft.quoted(Long.toString(pass)));
        return draft.render();
    }

    /** As the end of both logs closes it; the auditor and the rules agree. */
    AuditResult settle() {
        return settle(Closing.END_OF_INPUT);
    }

    AuditResult settle(Closing closing) {
        World world = world();
        AuditResult audited = Audit.of(world.chain(), world.usage(), world.settings(closing));
        assertThat(new PureRules(world, closing).settle()).isEqualTo(Settled.of(audited));
        return audited;
    }

    /** Also the whole pipeline agrees, in a cluster inside this process. */
    AuditResult settleInThePipelineToo() throws Exception {
        PipelineWorldsTest.agreesWithTheAuditor(world(), 2);
        return settle();
    }

    private World world() {
        return new World(
                0,
                new Shape(MINUTE, HOUR, GRACE, 30 * 24 * HOUR, partitions, true, true, false),
                chain.entries().stream().map(ChainScript.Entry::json).toList(),
                usage);
    }

    /** What accounts earned in a batch, in hundredths of a base unit. */
    static Map<String, Long> hundredths(AuditedBatch batch) {
        BigInteger hundredth = BigInteger.TEN.pow(22);
        Map<String, Long> earned = new TreeMap<>();
        batch.lines().forEach(line -> {
            BigInteger[] parts = line.numerator().divideAndRemainder(hundredth);
            assertThat(parts[1]).isZero();
            earned.put(line.account(), parts[0].longValueExact());
        });
        return earned;
    }

    /** Over all batches. */
    static Map<String, Long> hundredths(AuditResult result) {
        Map<String, Long> earned = new TreeMap<>();
        result.batches().forEach(batch -> hundredths(batch)
                .forEach((account, amount) -> earned.merge(account, amount, Long::sum)));
        return earned;
    }

    static String model(String name) {
        return "0x" + name.repeat(64 / name.length());
    }

    static String account(String name) {
        return "0x" + name.repeat(40 / name.length());
    }
}
