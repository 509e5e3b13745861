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
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.royalties.PayerPosition;
import dev.tributary.pipelines.royalties.SuspensePosition;
import dev.tributary.pipelines.settlement.LineTotal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may use what and who pays for it, over five periods of ten seconds. Model M costs one base unit a call and has the
 * parent P, which takes 10 %; the platform takes 2 %. The payer of each story does nothing else.
 */
final class FundingPipelineTest {
    private static final long S = 1_800_000_000L;
    private static final long B = S * 1_000;
    private static final long PERIOD = S / 10;
    private static final String GATEWAY = address("gateway");
    private static final String STRANGER = address("gateway that nobody allowed");
    private static final String TREASURY = address("treasury");
    private static final String PART = address("pays in part, and later");
    private static final String LIMITED = address("set a limit");
    private static final String LEAVING = address("withdraws");
    private static final BigInteger UNIT = BigInteger.TEN.pow(24);

    private static RoyaltyRun run;

    @BeforeAll
    static void runOnce() throws Exception {
        run = RoyaltyRun.of(chain(), usage(), 2, 2);
    }

    private static ChainLog chain() {
        ChainLog chain = new ChainLog().fee(S - 100, 20_000).treasury(S - 100, TREASURY);
        for (String payer : List.of(PART, LIMITED, LEAVING)) {
            chain.admit(S - 90, GATEWAY, payer);
        }
        return chain.register(S - 80, "P", "LAP", 10_000_000, 1_000_000)
                .register(S - 80, "M", "LAP", 0, 1_000_000, "P")
                .limit(S - 70, LIMITED, "3")
                .deposit(S - 70, LIMITED, 100)
                .deposit(S - 70, LEAVING, 50)
                .deposit(S + 1, PART, 10)
                .pass(S + 1, "M", 7, LEAVING, "18446744073709551615")
                .payer(S + 4, "WithdrawalRequested", LEAVING, 1_000)
                .revokePass(S + 5, "M", 7, LEAVING)
                .freeze(S + 12, "P")
                .sold(S + 13, "M", 100)
                .deposit(S + 22, PART, 5)
                .unfreeze(S + 31, "P", address("claimant"))
                .finalized(S + 60);
    }

    private static UsageLog usage() {
        String pass = line("M", LEAVING, B + 3_000, 1).replace("\"calls\"", "\"pass\":\"7\",\"calls\"");
        return new UsageLog(2)
                .heartbeats(B)
                .report(
                        GATEWAY,
                        B + 8_000,
                        line("M", PART, B + 3_000, 8),
                        line("M", PART, B + 4_000, 6),
                        line("M", LIMITED, B + 3_000, 2),
                        line("M", LIMITED, B + 4_000, 2),
                        line("M", LIMITED, B + 5_000, 1),
                        pass,
                        pass.replace(":03", ":06"))
                .report(STRANGER, B + 8_000, line("M", PART, B + 3_000, 1))
                .report(GATEWAY, B + 17_000, line("M", LEAVING, B + 15_000, 10))
                .heartbeats(B + 60_000);
    }

    private static BigInteger units(long hundredths) {
        return UNIT.multiply(BigInteger.valueOf(hundredths)).divide(BigInteger.valueOf(100));
    }

    /** Of a charge in base units: what the treasury, P and M's owner get in the period. */
    private static AccountLine credited(long period, String account, long tenThousandths) {
        return new AccountLine(
                PERIOD + period,
                TOKEN,
                account,
                UNIT.multiply(BigInteger.valueOf(tenThousandths)).divide(BigInteger.valueOf(10_000)));
    }

    @Test
    void onlyWhatIsHeldIsPaidAndTheRestWhenItArrives() {
        // Period 0: 10 of PART, 3 of LIMITED, 1 of LEAVING. Period 1: 10 of LEAVING while P is frozen, a sale of 100,
        // and what LEAVING has left. Period 2: 4 of PART. Period 3: P's suspense, which is 10 % of 98 % of 10 and of
        // 100.
        assertThat(run.lines())
                .containsExactlyInAnyOrder(
                        credited(0, TREASURY, 14 * 200),
                        credited(0, owner("P"), 14 * 980),
                        credited(0, owner("M"), 14 * 8_820),
                        credited(1, TREASURY, 10 * 200),
                        credited(1, owner("M"), 10 * 8_820 + 100 * 9_000),
                        credited(1, LEAVING, 39 * 10_000),
                        credited(2, TREASURY, 4 * 200),
                        credited(2, owner("P"), 4 * 980),
                        credited(2, owner("M"), 4 * 8_820),
                        credited(3, address("claimant"), 10 * 980 + 100 * 1_000));
    }

    @Test
    void everyRefusalHasItsReason() {
        assertThat(run.rejected())
                .extracting(UsageRejected::reason, UsageRejected::payer, UsageRejected::lines, this::second)
                .containsExactlyInAnyOrder(
                        tuple("GATEWAY_UNAUTHORISED", PART, 1L, 3L),
                        tuple("PASS_INVALID", LEAVING, 1L, 6L),
                        tuple("LIMIT_EXCEEDED", LIMITED, 0L, 4L),
                        tuple("LIMIT_EXCEEDED", LIMITED, 0L, 5L));
        Map<String, Long> totals = run.lineTotals().stream()
                .collect(Collectors.toMap(LineTotal::name, LineTotal::lines, (before, last) -> last));
        assertThat(totals)
                .isEqualTo(Map.of(
                        "reported",
                        9L,
                        "counted",
                        7L,
                        "duplicate",
                        0L,
                        "pending",
                        0L,
                        "rejected.GATEWAY_UNAUTHORISED",
                        1L,
                        "rejected.PASS_INVALID",
                        1L,
                        "rejected.LIMIT_EXCEEDED",
                        0L));
    }

    private long second(UsageRejected rejected) {
        Long millis = rejected.minuteStartMillis();
        return millis == null ? -1 : millis / 1_000 - S;
    }

    @Test
    void payersSeeWhereTheyStand() {
        assertThat(run.positions())
                .filteredOn(position -> position.payer().equals(PART))
                .extracting(PayerPosition::period, PayerPosition::balanceMicro, PayerPosition::unfundedMicro)
                .contains(
                        tuple(PERIOD, BigInteger.ZERO, BigInteger.valueOf(4_000_000)),
                        tuple(PERIOD + 2, BigInteger.valueOf(1_000_000), BigInteger.ZERO));
        assertThat(run.positions())
                .filteredOn(position -> position.voidMicro().signum() > 0)
                .extracting(PayerPosition::payer, PayerPosition::voidMicro)
                .containsExactly(tuple(LIMITED, BigInteger.valueOf(2_000_000)));
    }

    @Test
    void whatAFrozenModelEarnsIsHeldInSight() {
        assertThat(run.suspense())
                .containsExactly(
                        new SuspensePosition(PERIOD + 1, TOKEN, model("P"), units(1_098)),
                        new SuspensePosition(PERIOD + 3, TOKEN, model("P"), BigInteger.ZERO));
    }

    @Test
    void theTotalsOfEveryBatchConserveWhatCameIn() {
        assertThat(run.headers()).hasSize(4);
        BigInteger accrued = BigInteger.ZERO;
        for (BatchHeader header : run.headers()) {
            TokenTotals totals = header.tokens().get(0);
            accrued = accrued.add(totals.linesNumerator());
            BigInteger micro = BigInteger.TEN.pow(18);
            assertThat(totals.receivedMicro().multiply(micro))
                    .isEqualTo(totals.balancesMicro()
                            .multiply(micro)
                            .add(totals.suspenseNumerator())
                            .add(accrued));
        }
        assertThat(run.headers())
                .flatExtracting(BatchHeader::tokens)
                .extracting(TokenTotals::unfundedMicro)
                .containsExactly(
                        BigInteger.valueOf(4_000_000), BigInteger.valueOf(4_000_000), BigInteger.ZERO, BigInteger.ZERO);
    }

    @Test
    void everythingIsTheSameAtEveryParallelism() throws Exception {
        for (int parallelism : new int[] {1, 4}) {
            RoyaltyRun other = RoyaltyRun.of(chain(), usage(), 2, parallelism);
            assertThat(other.lines()).isEqualTo(run.lines());
            assertThat(other.headers()).isEqualTo(run.headers());
            assertThat(other.positions()).isEqualTo(run.positions());
            assertThat(other.suspense()).isEqualTo(run.suspense());
        }
    }
}
