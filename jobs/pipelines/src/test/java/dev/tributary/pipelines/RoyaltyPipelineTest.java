package dev.tributary.pipelines;

import static dev.tributary.pipelines.ChainLog.TOKEN;
import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.ChainLog.model;
import static dev.tributary.pipelines.ChainLog.owner;
import static dev.tributary.pipelines.UsageLog.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.UsageMinute;
import dev.tributary.pipelines.royalties.Claim;
import dev.tributary.pipelines.royalties.DescribedModel;
import dev.tributary.pipelines.royalties.DownstreamUsage;
import dev.tributary.pipelines.royalties.RegisteredModel;
import dev.tributary.pipelines.settlement.LineTotal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two families, the diamonds of the lineage vectors, over two periods of ten seconds: terms that change, a split that
 * changes, a model that is sold, a fee that rises, a duplicate, a late line and a model that nobody knows.
 */
final class RoyaltyPipelineTest {
    private static final long S = 1_800_000_000L;
    private static final long B = S * 1_000;
    private static final long PERIOD = S / 10;
    private static final int PARTITIONS = 2;
    private static final String PAYER = address("payer");
    private static final String GATEWAY = address("gateway");
    private static final String TREASURY = address("treasury");
    private static final int FULL = 10_000;
    private static final long DEPOSIT = 1_000;

    private static RoyaltyRun run;

    @BeforeAll
    static void runOnce() throws Exception {
        run = RoyaltyRun.of(chain(), usage(), PARTITIONS, 2);
    }

    private static ChainLog chain() {
        ChainLog chain = new ChainLog().fee(S - 100, 25_000).treasury(S - 100, TREASURY);
        chain.admit(S - 100, GATEWAY, PAYER).deposit(S - 100, PAYER, DEPOSIT);
        diamond(chain, "LAP", "");
        diamond(chain, "LRP", "relative ");
        return chain.terms(S + 4, "D", TOKEN, 2_000_000, S + 5)
                .split(S + 5, "B", List.of(address("one"), address("two")), List.of(2_500, 7_500))
                .finalized(S + 6)
                .finalized(S + 10)
                .transfer(S + 12, "A", owner("A"), address("buyer"))
                .fee(S + 13, 50_000)
                .claimed(S + 20, owner("D"), 7, 9)
                .finalized(S + 25)
                .finalized(S + 40);
    }

    private static void diamond(ChainLog chain, String policy, String prefix) {
        chain.register(S - 90, prefix + "R", policy, 5_000_000, 1_000_000)
                .register(S - 80, prefix + "A", policy, 10_000_000, 1_000_000, prefix + "R")
                .register(S - 70, prefix + "B", policy, 7_000_000, 1_000_000, prefix + "A")
                .register(S - 70, prefix + "C", policy, 7_000_000, 1_000_000, prefix + "A")
                .register(S - 60, prefix + "D", policy, 0, 1_000_000, prefix + "B", prefix + "C");
    }

    private static UsageLog usage() {
        String[] first = {
            line("D", PAYER, B + 1_500, 10), line("D", PAYER, B + 2_200, 5), line("nobody's", PAYER, B + 1_000, 8)
        };
        return new UsageLog(PARTITIONS)
                .heartbeats(B)
                .report(GATEWAY, B + 2_500, first)
                .resend(GATEWAY, 1, B + 3_000, first)
                .report(GATEWAY, B + 6_500, line("D", PAYER, B + 6_000, 10), line("relative D", PAYER, B + 6_000, 100))
                .heartbeats(B + 12_000)
                .report(GATEWAY, B + 14_500, line("D", PAYER, B + 4_000, 3), line("D", PAYER, B + 14_000, 1))
                .heartbeats(B + 40_000);
    }

    /** What accounts are owed, written down by hand: charges in base units and the shares of the vectors. */
    private static final class Owed {
        private final Map<String, BigInteger> numerators = new TreeMap<>();

        Owed treasury(long charge, long feePpm) {
            return add(TREASURY, BigInteger.valueOf(charge * 1_000_000).multiply(BigInteger.valueOf(feePpm)), 12);
        }

        Owed account(String account, long charge, long feePpm, long share, int basisPoints) {
            BigInteger net = BigInteger.valueOf(charge * 1_000_000).multiply(BigInteger.valueOf(1_000_000 - feePpm));
            return add(account, net.multiply(BigInteger.valueOf(share)).multiply(BigInteger.valueOf(basisPoints)), 0);
        }

        private Owed add(String account, BigInteger amount, int zeros) {
            numerators.merge(account, amount.multiply(BigInteger.TEN.pow(zeros)), BigInteger::add);
            return this;
        }
    }

    private static Owed firstPeriod() {
        Owed owed = new Owed().treasury(10 + 5 + 20 + 100, 25_000);
        return owed.account(owner("D"), 35, 25_000, 61_000_000, FULL)
                .account(owner("B"), 15, 25_000, 7_000_000, FULL)
                .account(address("one"), 20, 25_000, 7_000_000, 2_500)
                .account(address("two"), 20, 25_000, 7_000_000, 7_500)
                .account(owner("C"), 35, 25_000, 7_000_000, FULL)
                .account(owner("A"), 35, 25_000, 20_000_000, FULL)
                .account(owner("R"), 35, 25_000, 5_000_000, FULL)
                .account(owner("relative D"), 100, 25_000, 86_000_000, FULL)
                .account(owner("relative B"), 100, 25_000, 6_300_000, FULL)
                .account(owner("relative C"), 100, 25_000, 6_300_000, FULL)
                .account(owner("relative A"), 100, 25_000, 1_330_000, FULL)
                .account(owner("relative R"), 100, 25_000, 70_000, FULL);
    }

    private static Owed secondPeriod() {
        // Late: 3 base units priced, shared and split as of its own minute; on time: 2 under the new fee and owners.
        return new Owed()
                .treasury(3, 25_000)
                .treasury(2, 50_000)
                .account(owner("D"), 3, 25_000, 61_000_000, FULL)
                .account(owner("D"), 2, 50_000, 61_000_000, FULL)
                .account(owner("B"), 3, 25_000, 7_000_000, FULL)
                .account(address("one"), 2, 50_000, 7_000_000, 2_500)
                .account(address("two"), 2, 50_000, 7_000_000, 7_500)
                .account(owner("C"), 3, 25_000, 7_000_000, FULL)
                .account(owner("C"), 2, 50_000, 7_000_000, FULL)
                .account(owner("A"), 3, 25_000, 20_000_000, FULL)
                .account(address("buyer"), 2, 50_000, 20_000_000, FULL)
                .account(owner("R"), 3, 25_000, 5_000_000, FULL)
                .account(owner("R"), 2, 50_000, 5_000_000, FULL);
    }

    private static List<AccountLine> linesOf(long period, Owed owed) {
        return owed.numerators.entrySet().stream()
                .map(entry -> new AccountLine(period, TOKEN, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<AccountLine> expectedLines() {
        List<AccountLine> lines = new ArrayList<>(linesOf(PERIOD, firstPeriod()));
        lines.addAll(linesOf(PERIOD + 1, secondPeriod()));
        return lines;
    }

    @Test
    void everyAccountIsCreditedAsTheVectorsSayToTheLastUnit() {
        assertThat(run.lines()).isEqualTo(expectedLines());
    }

    @Test
    void theLinesAreTheSameAtEveryParallelism() throws Exception {
        for (int parallelism : new int[] {1, 4}) {
            RoyaltyRun other = RoyaltyRun.of(chain(), usage(), PARTITIONS, parallelism);
            assertThat(other.lines()).isEqualTo(run.lines());
            assertThat(other.headers()).isEqualTo(run.headers());
        }
    }

    @Test
    void everyPeriodWithLinesHasOneHeader() {
        int partition = UsagePartition.of(GATEWAY, PARTITIONS);
        assertThat(run.headers())
                .containsExactly(
                        header(
                                1,
                                PERIOD,
                                firstPeriod(),
                                135,
                                DEPOSIT - 135,
                                BigInteger.valueOf(135 * 25_000),
                                partition == 0 ? List.of(4L, 1L) : List.of(1L, 4L),
                                blockAt(S + 10)),
                        header(
                                2,
                                PERIOD + 1,
                                secondPeriod(),
                                5,
                                DEPOSIT - 140,
                                BigInteger.valueOf(3 * 25_000 + 2 * 50_000),
                                partition == 0 ? List.of(6L, 2L) : List.of(2L, 6L),
                                blockAt(S + 25)));
    }

    private static long blockAt(long seconds) {
        return chain().events().stream()
                .filter(event -> event.isBlockFinalized() && event.blockTimestampSeconds() == seconds)
                .findFirst()
                .orElseThrow()
                .blockNumber();
    }

    private static BatchHeader header(
            long epoch,
            long period,
            Owed owed,
            long charge,
            long balance,
            BigInteger feeParts,
            List<Long> firstOffsetsAfter,
            long block) {
        List<AccountLine> lines = linesOf(period, owed);
        LinesDigest digest = LinesDigest.EMPTY;
        for (AccountLine line : lines) {
            digest = digest.plus(line);
        }
        BigInteger all = BigInteger.valueOf(charge).multiply(BigInteger.TEN.pow(24));
        BigInteger fee = feeParts.multiply(BigInteger.TEN.pow(18));
        BigInteger none = BigInteger.ZERO;
        return new BatchHeader(
                ChainLog.CHAIN,
                ChainLog.VAULT,
                epoch,
                period * 10_000,
                (period + 1) * 10_000,
                lines.size(),
                digest.hex(),
                List.of(new TokenTotals(
                        TOKEN,
                        all,
                        BigInteger.valueOf(charge * 1_000_000),
                        fee,
                        all.subtract(fee),
                        none,
                        none,
                        none,
                        none,
                        none,
                        BigInteger.valueOf(DEPOSIT * 1_000_000),
                        BigInteger.valueOf(balance * 1_000_000),
                        none)),
                firstOffsetsAfter,
                block);
    }

    @Test
    void usageOfAnUnknownModelIsRefusedWithItsQuantities() {
        assertThat(run.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo("MODEL_UNKNOWN");
            assertThat(rejected.lines()).isEqualTo(1);
            assertThat(rejected.model()).isEqualTo(model("nobody's"));
            assertThat(rejected.payer()).isEqualTo(PAYER);
            assertThat(rejected.gateway()).isEqualTo(GATEWAY);
            assertThat(rejected.minuteStartMillis()).isEqualTo(B + 1_000);
            assertThat(rejected.quantities())
                    .isEqualTo(
                            new Quantities(BigInteger.valueOf(8), BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO));
        });
    }

    @Test
    void everyReportedLineIsAccountedFor() {
        Map<String, Long> totals = run.lineTotals().stream()
                .collect(Collectors.toMap(LineTotal::name, LineTotal::lines, (before, last) -> last));
        assertThat(totals)
                .isEqualTo(Map.of(
                        "reported", 10L, "duplicate", 3L, "counted", 6L, "rejected.MODEL_UNKNOWN", 1L, "pending", 0L));
    }

    @Test
    void everyMinuteOfAModelIsSummarised() {
        assertThat(run.usageMinutes())
                .containsExactlyInAnyOrder(
                        minute("D", 1, 1, 10, 10),
                        minute("D", 2, 1, 5, 5),
                        minute("D", 6, 1, 10, 20),
                        minute("relative D", 6, 1, 100, 100),
                        minute("D", 4, 1, 3, 3),
                        minute("D", 14, 1, 1, 2));
    }

    private static UsageMinute minute(String name, long second, long lines, long calls, long charge) {
        return new UsageMinute(
                B + second * 1_000,
                model(name),
                TOKEN,
                lines,
                MeterTotals.of(calls, 0, 0, 0),
                BigInteger.valueOf(charge * 1_000_000),
                1,
                lines,
                0,
                5L,
                5L,
                5L);
    }

    @Test
    void ancestorsSeeWhatIsBuiltOnTopOfThem() {
        List<DownstreamUsage> expected = new ArrayList<>();
        for (String ancestor : List.of("R", "A", "B", "C")) {
            expected.add(downstream(PERIOD, ancestor, 3, 25, 35));
            expected.add(downstream(PERIOD, "relative " + ancestor, 1, 100, 100));
            expected.add(downstream(PERIOD + 1, ancestor, 2, 4, 5));
        }
        assertThat(run.downstreamUsage()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static DownstreamUsage downstream(long period, String ancestor, long lines, long calls, long charge) {
        return new DownstreamUsage(
                period * 10_000,
                model(ancestor),
                TOKEN,
                lines,
                MeterTotals.of(calls, 0, 0, 0),
                BigInteger.valueOf(charge * 1_000_000));
    }

    @Test
    void claimsAndModelsComeBackFromTheChain() {
        assertThat(run.claims()).singleElement().satisfies(claim -> assertThat(claim)
                .extracting(Claim::account, Claim::token, Claim::amount, Claim::cumulative, Claim::timeMillis)
                .containsExactly(owner("D"), TOKEN, BigInteger.valueOf(7), BigInteger.valueOf(9), (S + 20) * 1_000));
        assertThat(run.models()).hasSize(11);
        assertThat(run.models())
                .filteredOn(described -> described.model().model().equals(model("A")))
                .extracting(described -> described.model().owner(), DescribedModel::ordinal)
                .containsExactlyInAnyOrder(tuple(owner("A"), 11L), tuple(address("buyer"), 48L));
        assertThat(run.models())
                .extracting(DescribedModel::model)
                .contains(new RegisteredModel(
                        ChainLog.CHAIN,
                        model("relative D"),
                        owner("relative D"),
                        "SAFETENSORS",
                        "raw",
                        List.of(model("relative B"), model("relative C")),
                        "LRP",
                        0,
                        (S - 60) * 1_000));
    }
}
