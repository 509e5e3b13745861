package dev.tributary.pipelines;

import static dev.tributary.pipelines.ChainLog.TOKEN;
import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.ChainLog.model;
import static dev.tributary.pipelines.ChainLog.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.pipelines.market.AccessPass;
import dev.tributary.pipelines.market.BenchmarkReport;
import dev.tributary.pipelines.market.ModelTerms;
import dev.tributary.pipelines.market.ModelVerification;
import dev.tributary.pipelines.market.Purchase;
import dev.tributary.pipelines.market.Purchase.State;
import dev.tributary.pipelines.royalties.SuspensePosition;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Licences of model M, which P takes 10 % of. M belongs to two accounts, 70 to 30. The first purchase is released, and its
 * net of 980 000 goes through the vault; the second is refunded; the third is released while P is frozen.
 */
final class MarketPipelineTest {
    private static final long S = 1_800_000_000L;
    private static final long PERIOD = S / 10;
    private static final String BUYER = address("buyer");
    private static final String PARTNER = address("partner");
    private static final BigInteger UNIT = BigInteger.TEN.pow(24);

    private static RoyaltyRun run;

    @BeforeAll
    static void runOnce() throws Exception {
        UsageLog usage = new UsageLog(2).heartbeats(S * 1_000).heartbeats((S + 60) * 1_000);
        run = RoyaltyRun.of(chain(), usage, 2, 2);
    }

    private static ChainLog chain() {
        return new ChainLog()
                .fee(S - 100, 20_000)
                .treasury(S - 100, address("treasury"))
                .register(S - 80, "P", "LAP", 10_000_000, 1_000_000)
                .register(S - 80, "M", "LAP", 0, 1_000_000, "P")
                .split(S - 70, "M", List.of(owner("M"), PARTNER), List.of(7_000, 3_000))
                .offer(S - 65, "M", 1_000_000, S - 61)
                .benchmark(S - 60, "M", 1, address("reporter"), 950_000, 1_000_000)
                .verified(S - 60, "M", 1, 684_000, S + 1_000)
                .purchased(S - 50, "M", 1, BUYER, 1_000_000, S + 100)
                .purchased(S - 49, "M", 2, BUYER, 1_000_000, S - 20)
                .purchased(S - 48, "M", 3, BUYER, 1_000_000, S + 100)
                .refunded(S - 10, "M", 2, 1_000_000)
                .pass(S + 3, "M", 1, BUYER, "18446744073709551615")
                .released(S + 3, "M", 1, 20_000, 980_000)
                .inTheSameTransaction()
                .sold(S + 3, "M", 980_000)
                .inTheSameTransaction()
                .split(S + 4, "M", List.of(PARTNER), List.of(10_000))
                .revokePass(S + 5, "M", 1, BUYER)
                .freeze(S + 12, "P")
                .released(S + 13, "M", 3, 20_000, 980_000)
                .sold(S + 13, "M", 980_000)
                .inTheSameTransaction()
                .offer(S + 20, "P", 1, S + 1)
                .finalized(S + 60);
    }

    @Test
    void aSaleIsSharedAlongTheLineageAsItWasJustAfterItsPlaceInTheLog() {
        assertThat(run.lines())
                .filteredOn(line -> line.period() == PERIOD)
                .extracting(AccountLine::account, AccountLine::token, AccountLine::numerator)
                .containsExactlyInAnyOrder(
                        tuple(owner("P"), TOKEN, UNIT.multiply(BigInteger.valueOf(98_000))),
                        tuple(owner("M"), TOKEN, UNIT.multiply(BigInteger.valueOf(882_000 / 10 * 7))),
                        tuple(PARTNER, TOKEN, UNIT.multiply(BigInteger.valueOf(882_000 / 10 * 3))));
        assertThat(run.lines())
                .filteredOn(line -> line.period() == PERIOD + 1)
                .extracting(AccountLine::account, AccountLine::token, AccountLine::numerator)
                .containsExactly(tuple(PARTNER, TOKEN, UNIT.multiply(BigInteger.valueOf(882_000))));
        assertThat(run.suspense())
                .extracting(SuspensePosition::period, SuspensePosition::model, SuspensePosition::numerator)
                .containsExactly(tuple(PERIOD + 1, model("P"), UNIT.multiply(BigInteger.valueOf(98_000))));
        assertThat(run.lines()).extracting(AccountLine::period).containsOnly(PERIOD, PERIOD + 1);
    }

    @Test
    void everyPurchaseIsSeenInEachOfItsStates() {
        assertThat(run.purchases())
                .extracting(Purchase::purchase, Purchase::state, Purchase::netToVault)
                .containsExactly(
                        tuple(BigInteger.ONE, State.LOCKED, false),
                        tuple(BigInteger.TWO, State.LOCKED, false),
                        tuple(BigInteger.valueOf(3), State.LOCKED, false),
                        tuple(BigInteger.TWO, State.REFUNDED, false),
                        tuple(BigInteger.ONE, State.RELEASED, false),
                        tuple(BigInteger.ONE, State.RELEASED, true),
                        tuple(BigInteger.valueOf(3), State.RELEASED, false),
                        tuple(BigInteger.valueOf(3), State.RELEASED, true));
    }

    @Test
    void termsAreSeenWithWhenTheyTakeForce() {
        assertThat(run.terms())
                .extracting(
                        ModelTerms::model,
                        ModelTerms::licencePrice,
                        ModelTerms::minimumScorePpm,
                        ModelTerms::passRequired,
                        ModelTerms::passLifetimeSeconds,
                        ModelTerms::announcedAtMillis,
                        ModelTerms::effectiveAtMillis)
                .containsExactly(
                        tuple(
                                model("P"),
                                BigInteger.ZERO,
                                BigInteger.ZERO,
                                false,
                                BigInteger.ZERO,
                                (S - 80) * 1_000,
                                (S - 80) * 1_000),
                        tuple(
                                model("M"),
                                BigInteger.ZERO,
                                BigInteger.ZERO,
                                false,
                                BigInteger.ZERO,
                                (S - 80) * 1_000,
                                (S - 80) * 1_000),
                        tuple(
                                model("M"),
                                BigInteger.valueOf(1_000_000),
                                BigInteger.valueOf(600_000),
                                true,
                                BigInteger.valueOf(86_400),
                                (S - 65) * 1_000,
                                (S - 61) * 1_000),
                        tuple(
                                model("P"),
                                BigInteger.ONE,
                                BigInteger.valueOf(600_000),
                                true,
                                BigInteger.valueOf(86_400),
                                (S + 20) * 1_000,
                                (S + 20) * 1_000));
        assertThat(run.terms().get(2).pricesPerMillion())
                .containsExactly(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3), BigInteger.valueOf(4));
    }

    @Test
    void reportsScoresAndPassesAreSeen() {
        assertThat(run.reports())
                .extracting(
                        BenchmarkReport::model,
                        BenchmarkReport::round,
                        BenchmarkReport::reporter,
                        BenchmarkReport::accuracyPpm,
                        BenchmarkReport::diversityPpm,
                        BenchmarkReport::absencePpm,
                        BenchmarkReport::costPpm,
                        BenchmarkReport::timeMillis)
                .containsExactly(tuple(
                        model("M"),
                        BigInteger.ONE,
                        address("reporter"),
                        950_000L,
                        800_000L,
                        900_000L,
                        BigInteger.valueOf(1_000_000),
                        (S - 60) * 1_000));
        assertThat(run.verifications())
                .extracting(
                        ModelVerification::model,
                        ModelVerification::round,
                        ModelVerification::scorePpm,
                        ModelVerification::verifiedAtMillis,
                        ModelVerification::expiresAtMillis)
                .containsExactly(tuple(
                        model("M"),
                        BigInteger.ONE,
                        BigInteger.valueOf(684_000),
                        (S - 60) * 1_000,
                        (S + 1_000) * 1_000));
        assertThat(run.passes())
                .extracting(AccessPass::pass, AccessPass::holder, AccessPass::revokeReason)
                .containsExactly(tuple(BigInteger.ONE, BUYER, null), tuple(BigInteger.ONE, BUYER, "resold"));
    }
}
