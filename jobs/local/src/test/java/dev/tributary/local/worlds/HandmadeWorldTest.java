package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditHalt;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.AuditSettings;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.MerkleRoot;
import dev.tributary.local.audit.UsageLogRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The auditor on small logs whose accounts were worked out by hand: one base unit a call, 2 % fee, minutes, hours. */
final class HandmadeWorldTest {
    private static final long HOUR = 3_600_000;
    private static final long MINUTE = 60_000;
    /** 2026-01-01T00:00:00Z */
    private static final long DAWN = 1_767_225_600_000L;

    private static final String TOKEN = account("70");
    private static final String TREASURY = account("71");
    private static final String PAYER = account("72");
    private static final GatewayKey GATEWAY = GatewayKey.of(new byte[] {1});
    private static final List<BigInteger> ONE_PER_CALL =
            List.of(BigInteger.valueOf(1_000_000), BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    private final ChainScript chain = new ChainScript(World.CHAIN_ID);
    private final List<UsageLogRecord> usage = new ArrayList<>();
    private final Signer signer = new Signer(World.CHAIN_ID, ChainScript.GATEWAY_REGISTRY);
    private AuditSettings settings = settings(Closing.END_OF_INPUT);

    HandmadeWorldTest() {
        chain.block((DAWN - HOUR) / 1000);
        chain.fee(20_000);
        chain.treasury(TREASURY);
        chain.authorised(GATEWAY.address());
    }

    @Test
    void aDiamondIsPaidEdgeByEdge() {
        register("0e", 0, 5_000_000);
        register("0a", 0, 10_000_000, "0e");
        register("0b", 0, 7_000_000, "0a");
        register("0c", 0, 7_000_000, "0a");
        register("0d", 0, 0, "0b", "0c");
        report(DAWN + 5_000, line("0d", DAWN + 1_000, 100));

        AuditedBatch batch = audit().batches().get(0);
        assertThat(batch.periodStartMillis()).isEqualTo(DAWN);
        assertThat(numerators(batch))
                .containsOnly(
                        Map.entry(owner("0e"), tenths(49)),
                        Map.entry(owner("0a"), tenths(196)),
                        Map.entry(owner("0b"), hundredths(686)),
                        Map.entry(owner("0c"), hundredths(686)),
                        Map.entry(owner("0d"), hundredths(5978)),
                        Map.entry(TREASURY, tenths(20)));
        assertThat(cumulatives(batch)).contains(Map.entry(owner("0d"), "59"), Map.entry(owner("0e"), "4"));
    }

    @Test
    void aLateLineIsPricedAsOfWhenItHappenedAndPaidWhereItIsBooked() {
        register("0d", 0, 0);
        chain.block((DAWN + 30 * MINUTE) / 1000);
        chain.terms(
                model("0d"),
                TOKEN,
                ONE_PER_CALL.stream()
                        .map(price -> price.multiply(BigInteger.TEN))
                        .toList(),
                false,
                BigInteger.valueOf((DAWN + 31 * MINUTE) / 1000));
        report(
                DAWN + 2 * HOUR,
                line("0d", DAWN + 31 * MINUTE - 1, 1),
                line("0d", DAWN + 31 * MINUTE, 1),
                line("0d", DAWN + 2 * HOUR - 10 * MINUTE, 1),
                line("0d", DAWN + 2 * HOUR, 1));

        AuditResult result = audit();
        assertThat(result.batches())
                .extracting(AuditedBatch::periodStartMillis)
                .containsExactly(DAWN + HOUR, DAWN + 2 * HOUR);
        assertThat(numerators(result.batches().get(0))).contains(Map.entry(TREASURY, hundredths(2 * 21)));
        assertThat(numerators(result.batches().get(1))).contains(Map.entry(TREASURY, hundredths(2 * 10)));
        assertThat(cumulatives(result.batches().get(1))).contains(Map.entry(owner("0d"), "30"));
    }

    @Test
    void aSplitChangedInsideAMinutePaysFromTheNextOne() {
        register("0d", 0, 0);
        chain.block((DAWN + MINUTE) / 1000 + 1);
        chain.split(model("0d"), List.of(account("51"), account("52")), List.of(2_500, 7_500));
        chain.block((DAWN + 3 * MINUTE) / 1000);
        chain.transfer(model("0d"), owner("0d"), account("53"));
        report(
                DAWN + 5 * MINUTE,
                line("0d", DAWN + 2 * MINUTE - 1, 1),
                line("0d", DAWN + 2 * MINUTE, 1),
                line("0d", DAWN + 3 * MINUTE, 1));

        assertThat(numerators(audit().batches().get(0)))
                .containsOnly(
                        Map.entry(TREASURY, hundredths(6)),
                        Map.entry(owner("0d"), hundredths(98)),
                        Map.entry(account("51"), thousandths(245)),
                        Map.entry(account("52"), thousandths(735)),
                        Map.entry(account("53"), hundredths(98)));
    }

    @Test
    void whatDoesNotCountIsAccountedFor() {
        register("0d", 0, 0);
        report(DAWN, line("0d", DAWN, 1), line("0d", DAWN + MINUTE, 1), line("0d", DAWN + MINUTE + 1, 1), "{}");
        usage.add(usage.get(0));
        usage.set(1, at(1, usage.get(0)));
        report(DAWN, line("99", DAWN, 1), line("0d", DAWN - 7 * 24 * HOUR - 1, 1));
        usage.add(new UsageLogRecord(0, 3, DAWN, Map.of("gateway", "me"), new byte[0]));

        AuditResult result = audit();
        assertThat(result.lines().reported()).isEqualTo(10);
        assertThat(result.lines().counted()).isEqualTo(2);
        assertThat(result.lines().duplicate()).isEqualTo(4);
        assertThat(result.lines().rejected())
                .containsOnly(
                        Map.entry("FUTURE", 1L),
                        Map.entry("LINE_INVALID", 1L),
                        Map.entry("MALFORMED_HEADER", 0L),
                        Map.entry("MODEL_UNKNOWN", 1L),
                        Map.entry("TOO_OLD", 1L));
    }

    @Test
    void onlyWhatBothLogsHaveClosedIsStated() {
        settings = settings(Closing.LOGS);
        register("0d", 0, 0);
        report(DAWN, line("0d", DAWN, 1));
        assertThat(audit().batches()).isEmpty();

        chain.block((DAWN + HOUR) / 1000);
        chain.finalized();
        usage.add(new UsageLogRecord(0, 7, DAWN + HOUR + 10 * MINUTE - 1, Map.of("heartbeat", ""), new byte[0]));
        assertThat(audit().batches()).isEmpty();
        assertThat(audit().lines().pending()).isEqualTo(1);

        usage.add(new UsageLogRecord(0, 8, DAWN + HOUR + 10 * MINUTE, Map.of("heartbeat", ""), new byte[0]));
        assertThat(audit().batches()).hasSize(1);
        assertThat(audit().lines().pending()).isZero();
    }

    @Test
    void withoutAGatewayRegistryNoReportIsAuthenticUnlessSignaturesDoNotMatter() {
        register("0d", 0, 0);
        report(DAWN, line("0d", DAWN, 1));
        List<String> noRegistry = new ArrayList<>();
        for (ChainScript.Entry entry : chain.entries()) {
            noRegistry.add(entry.json().replace("\"GatewayRegistry\"", "\"AnotherRegistry\""));
        }
        AuditSettings unsigned = new AuditSettings(
                HOUR, 10 * MINUTE, MINUTE, 30 * 24 * HOUR, 1, false, false, true, Closing.END_OF_INPUT);

        assertThat(Audit.of(noRegistry, usage, settings).lines().rejected())
                .containsOnly(Map.entry("SIGNATURE_INVALID", 0L));
        assertThat(Audit.of(noRegistry, usage, unsigned).lines().counted()).isEqualTo(1);
    }

    @Test
    void fractionsOfABaseUnitAreNoLeaf() {
        register("0d", 0, 0);
        report(DAWN, line("0d", DAWN, 1));

        AuditedBatch batch = audit().batches().get(0);
        assertThat(batch.lines()).hasSize(2);
        assertThat(batch.root()).isEqualTo(MerkleRoot.EMPTY);
    }

    @Test
    void aGapInTheChainLogHaltsAReplay() {
        register("0d", 0, 0);
        List<String> events = chain.entries().stream()
                .filter(entry -> entry.ordinal() != 4)
                .map(ChainScript.Entry::json)
                .toList();

        assertThatThrownBy(() -> Audit.of(events, usage, settings))
                .isInstanceOf(AuditHalt.class)
                .hasMessageContaining("event 4 is missing");
    }

    private static AuditSettings settings(Closing closing) {
        return new AuditSettings(HOUR, 10 * MINUTE, MINUTE, 30 * 24 * HOUR, 1, true, false, true, closing);
    }

    private AuditResult audit() {
        return Audit.of(chain.entries().stream().map(ChainScript.Entry::json).toList(), usage, settings);
    }

    private void register(String name, int policy, long share, String... parents) {
        List<String> ids =
                List.of(parents).stream().map(HandmadeWorldTest::model).toList();
        chain.registered(model(name), owner(name), ids, policy, share);
        chain.terms(model(name), TOKEN, ONE_PER_CALL, false, BigInteger.valueOf(chain.blockSeconds()));
    }

    private void report(long appendMillis, String... lines) {
        byte[] value = List.of(lines).stream()
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
        SignedReport signed = signer.sign(GATEWAY, BigInteger.valueOf(usage.size()), value);
        usage.add(new UsageLogRecord(0, usage.size(), appendMillis, signed.headers(), value));
    }

    private static UsageLogRecord at(long offset, UsageLogRecord record) {
        return new UsageLogRecord(
                record.partition(), offset, record.appendTimeMillis(), record.headers(), record.value());
    }

    private static String line(String name, long eventMillis, int calls) {
        LineDraft draft = LineDraft.of("x", model(name), PAYER, eventMillis);
        draft.usage.put("calls", Integer.toString(calls));
        return draft.render();
    }

    private static Map<String, BigInteger> numerators(AuditedBatch batch) {
        return batch.lines().stream().collect(Collectors.toMap(line -> line.account(), line -> line.numerator()));
    }

    private static Map<String, String> cumulatives(AuditedBatch batch) {
        return batch.lines().stream().collect(Collectors.toMap(line -> line.account(), line -> line.cumulative()
                .toString()));
    }

    private static BigInteger tenths(long amount) {
        return BigInteger.valueOf(amount).multiply(BigInteger.TEN.pow(23));
    }

    private static BigInteger hundredths(long amount) {
        return BigInteger.valueOf(amount).multiply(BigInteger.TEN.pow(22));
    }

    private static BigInteger thousandths(long amount) {
        return BigInteger.valueOf(amount).multiply(BigInteger.TEN.pow(21));
    }

    private static String model(String name) {
        return "0x" + name.repeat(32);
    }

    private static String owner(String name) {
        return account(name);
    }

    private static String account(String name) {
        return "0x" + name.repeat(20);
    }
}
