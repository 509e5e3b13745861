package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.MeteringUids;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A uid that changes throws away the state of its operator. To rename one, the state has to be migrated first. */
final class RoyaltyUidsTest {
    private static final List<String> RELEASED = List.of(
            "royalty.read-usage",
            "royalty.read-chain",
            "royalty.meter-reports",
            "royalty.summarise-minutes",
            "royalty.accept-chain-events",
            "royalty.assign-chain-time",
            "royalty.read-terms",
            "royalty.read-passes",
            "royalty.read-gateways",
            "royalty.read-payer-moves",
            "royalty.read-payees",
            "royalty.read-platform",
            "royalty.read-claims",
            "royalty.read-finality",
            "royalty.read-contract-events",
            "royalty.describe-models",
            "royalty.read-model-terms",
            "royalty.read-benchmarks",
            "royalty.read-verifications",
            "royalty.track-purchases",
            "royalty.track-passes",
            "royalty.share-lineage",
            "royalty.route-usage",
            "royalty.route-terms",
            "royalty.route-passes",
            "royalty.rate-usage",
            "royalty.pack-charges",
            "royalty.fund-charges",
            "royalty.describe-charges",
            "royalty.sum-revenue",
            "royalty.route-charges",
            "royalty.route-vectors",
            "royalty.route-breaks",
            "royalty.share-charges",
            "royalty.sum-shares",
            "royalty.sum-credits",
            "royalty.split-earnings",
            "royalty.sum-downstream",
            "royalty.accrue-accounts",
            "royalty.route-lines",
            "royalty.route-books",
            "royalty.route-frontiers",
            "royalty.route-blocks",
            "royalty.seal-period",
            "royalty.total-lines",
            "royalty.stage-lines",
            "royalty.commit-headers",
            "royalty.write-rejected",
            "royalty.write-usage-minutes",
            "royalty.write-downstream-usage",
            "royalty.write-payer-positions",
            "royalty.write-suspense",
            "royalty.write-charge-positions",
            "royalty.write-chain-events",
            "royalty.write-usage-rejected",
            "royalty.write-line-totals",
            "royalty.write-claims",
            "royalty.write-models",
            "royalty.route-headers",
            "royalty.write-line-minutes",
            "royalty.write-line-periods",
            "royalty.write-model-terms",
            "royalty.write-benchmark-reports",
            "royalty.write-model-verifications",
            "royalty.write-purchases",
            "royalty.write-access-passes");

    @Test
    void noReleasedUidIsRenamed() throws Exception {
        List<String> constants = new ArrayList<>();
        for (Field field : RoyaltyUids.class.getFields()) {
            constants.add((String) field.get(null));
        }
        for (Field field : MeteringUids.class.getFields()) {
            constants.add((String) field.get(null));
        }
        assertThat(constants).containsExactlyInAnyOrderElementsOf(RELEASED);
    }

    @Test
    void everyOperatorOfTheJobHasItsUid() {
        assertThat(JobGraphs.uids(JobGraphs.royalty())).containsExactlyInAnyOrderElementsOf(RELEASED);
    }
}
