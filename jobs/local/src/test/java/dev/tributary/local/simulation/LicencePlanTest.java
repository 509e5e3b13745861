package dev.tributary.local.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.simulation.PlannedPurchase.End;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class LicencePlanTest {
    private static final Seed SEED = new Seed(11);

    private final MarketPlan market = MarketPlan.of(SEED, GeneratedFamily.of(SEED));
    private final LicencePlan plan = market.licences();

    private List<PlannedLine> lines() {
        UsagePlan usage = new UsagePlan(market, new SyntheticRequests(SEED), 4_000);
        return LongStream.range(0, 4_000).mapToObj(usage::line).toList();
    }

    @Test
    void everyWayAPurchaseCanEndIsPlayed() {
        assertThat(plan.purchases()).extracting(PlannedPurchase::end).contains(End.values());
        assertThat(plan.ended(End.RELEASED))
                .extracting(purchase ->
                        LicencePlan.belongsToSellerAlone(market.models().get(purchase.model())))
                .contains(true, false);
        assertThat(plan.netToVault(market.models(), 25_000)).isPositive();
    }

    @Test
    void passesAreNumberedInTheOrderOfTheReleases() {
        List<Integer> passes = IntStream.range(0, plan.purchases().size())
                .filter(place -> plan.purchases().get(place).end() == End.RELEASED)
                .map(plan::pass)
                .boxed()
                .toList();
        assertThat(passes)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, passes.size()).boxed().toList());
    }

    @Test
    void aModelThatAsksForAPassIsUsedByItsHoldersAlone() {
        List<PlannedLine> gated = lines().stream()
                .filter(line -> plan.listings().get(line.model()).passRequired())
                .toList();
        assertThat(gated).isNotEmpty().allSatisfy(line -> {
            PlannedPurchase cited = plan.purchases().get(line.purchase());
            assertThat(cited.buyer()).isEqualTo(line.payer());
            assertThat(cited.model()).isEqualTo(line.model());
        });
    }

    @Test
    void usageUnderTheRevokedPassIsRefusedFromTheThirdPhaseOnAndBringsNothing() {
        assertThat(lines())
                .filteredOn(line -> line.purchase() == plan.revoked())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.passRevoked()).isEqualTo(line.phase() == Phase.AFTER_SALE));
        SentLines sent = new SentLines();
        lines().forEach(sent::send);
        long refused = lines().stream().filter(PlannedLine::passRevoked).count();
        assertThat(sent.counted()).isEqualTo(4_000 - refused);
        assertThat(sent.reported()).isEqualTo(4_000);
    }

    @Test
    void aFamilyOfOneModelSellsItAndGoesWithoutTheOtherStories() {
        LicencePlan alone = MarketPlan.of(SEED, List.of(new FamilyMember("only", "author", List.of(), 1)))
                .licences();
        assertThat(alone.purchases()).extracting(PlannedPurchase::end).containsExactly(End.RELEASED);
        assertThat(alone.revoked()).isNegative();
        assertThat(alone.listings().get(0).passRequired()).isFalse();
    }

    @Test
    void theFeeIsCutDown() {
        assertThat(LicencePlan.feeDown(BigInteger.valueOf(79), 25_000)).isEqualTo(BigInteger.ONE);
        assertThat(LicencePlan.feeDown(BigInteger.valueOf(80), 25_000)).isEqualTo(BigInteger.TWO);
    }
}
