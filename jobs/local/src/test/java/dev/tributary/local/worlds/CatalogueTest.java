package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditResult;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.LineAccounts;
import dev.tributary.local.audit.UsageLogRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to be wrong has the reason it is kept under, for the auditor and for the engine's rules. */
final class CatalogueTest {
    private static final long NOW = 1_767_571_200_000L;
    private static final World.Shape SHAPE =
            new World.Shape(60_000, 3_600_000, 600_000, 3_600_000, 1, true, false, true);
    private static final String MODEL = "0x" + "5a".repeat(32);
    private static final String PAYER = "0x" + "5b".repeat(20);
    private static final Signer SIGNER = new Signer(World.CHAIN_ID, ChainScript.GATEWAY_REGISTRY);
    private static final GatewayKey GATEWAY = GatewayKey.of(new byte[] {7});

    @ParameterizedTest
    @MethodSource("invalidLines")
    void aSpoiledLineIsInvalid(int index) {
        LineDraft draft = line();
        InvalidLines.ALL.get(index).accept(draft);

        assertThat(accounts(report(draft.render())).rejected())
                .as(draft.render())
                .containsOnly(Map.entry("LINE_INVALID", 1L));
    }

    @ParameterizedTest
    @MethodSource("oddLines")
    void anOddLineIsGoodThoughNobodyHoldsThePassThatItCites(int index) {
        LineDraft draft = line();
        OddLines.ALL.get(index).accept(draft);

        LineAccounts accounts = accounts(report(draft.render()));

        long withoutPass = accounts.rejected().getOrDefault("PASS_INVALID", 0L);
        assertThat(accounts.counted() + withoutPass).as(draft.render()).isEqualTo(1);
        assertThat(withoutPass).as(draft.render()).isEqualTo(draft.usage.containsKey("pass") ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("malformedReports")
    void aMalformedReportIsRefusedWhole(int index) {
        byte[] good = report(line().render()).value();
        byte[] value = MalformedReports.ALL.get(index).apply(good);

        assertThat(accounts(SIGNER.sign(GATEWAY, BigInteger.TEN, value)).rejected())
                .as(new String(value, StandardCharsets.UTF_8))
                .containsOnly(Map.entry("MALFORMED_JSON", 0L));
    }

    @ParameterizedTest
    @MethodSource("forgedSignatures")
    void aForgedReportIsNotAuthentic(int index) {
        assertThat(forged(Forgeries.SIGNATURES.get(index)).rejected()).containsOnly(Map.entry("SIGNATURE_INVALID", 0L));
    }

    @ParameterizedTest
    @MethodSource("forgedHeaders")
    void aMalformedHeaderRefusesTheReport(int index) {
        assertThat(forged(Forgeries.HEADERS.get(index)).rejected()).containsOnly(Map.entry("MALFORMED_HEADER", 0L));
    }

    static Stream<Integer> invalidLines() {
        return indices(InvalidLines.ALL);
    }

    static Stream<Integer> oddLines() {
        return indices(OddLines.ALL);
    }

    static Stream<Integer> malformedReports() {
        return indices(MalformedReports.ALL);
    }

    static Stream<Integer> forgedSignatures() {
        return indices(Forgeries.SIGNATURES);
    }

    static Stream<Integer> forgedHeaders() {
        return indices(Forgeries.HEADERS);
    }

    private static Stream<Integer> indices(List<?> catalogue) {
        return IntStream.range(0, catalogue.size()).boxed();
    }

    private static LineDraft line() {
        LineDraft draft = LineDraft.of("x", MODEL, PAYER, NOW);
        draft.usage.put("calls", "1");
        return draft;
    }

    private static SignedReport report(String line) {
        return SIGNER.sign(GATEWAY, BigInteger.TEN, ("[" + line + "]").getBytes(StandardCharsets.UTF_8));
    }

    private static LineAccounts forged(BiFunction<SignedReport, Chance, SignedReport> forgery) {
        return accounts(forgery.apply(report(line().render()), new Chance(1)));
    }

    /** What both sides make of a log of this one report. */
    private static LineAccounts accounts(SignedReport report) {
        ChainScript chain = new ChainScript(World.CHAIN_ID);
        chain.block(NOW / 1000 - 3_600);
        chain.fee(20_000);
        chain.treasury(PAYER);
        chain.authorised(GATEWAY.address());
        chain.registered(MODEL, PAYER, List.of(), 0, 0);
        chain.terms(
                MODEL,
                PAYER,
                List.of(BigInteger.ONE, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE),
                false,
                BigInteger.valueOf(chain.blockSeconds()));
        World world = new World(
                0,
                SHAPE,
                chain.entries().stream().map(ChainScript.Entry::json).toList(),
                List.of(new UsageLogRecord(0, 0, NOW, report.headers(), report.value())));
        AuditResult audited = Audit.of(world.chain(), world.usage(), world.settings(Closing.END_OF_INPUT));
        assertThat(new PureRules(world, Closing.END_OF_INPUT).settle()).isEqualTo(Settled.of(audited));
        return audited.lines();
    }
}
