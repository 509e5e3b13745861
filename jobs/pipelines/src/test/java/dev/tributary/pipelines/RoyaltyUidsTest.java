package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.metering.MeteringUids;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** A uid that changes throws away the state of its operator. To rename one, the state has to be migrated first. */
final class RoyaltyUidsTest {
    private static final List<String> RELEASED = List.of(
            "royalty.read-usage",
            "royalty.read-chain",
            "royalty.meter-reports",
            "royalty.admit-reports",
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
            "royalty.describe-models",
            "royalty.share-lineage",
            "royalty.route-usage",
            "royalty.route-terms",
            "royalty.route-passes",
            "royalty.rate-usage",
            "royalty.fund-charges",
            "royalty.route-charges",
            "royalty.route-vectors",
            "royalty.route-breaks",
            "royalty.share-charges",
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
            "royalty.write-line-totals",
            "royalty.write-claims",
            "royalty.write-models");

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
        Configuration cluster = new Configuration();
        cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, cluster);
        RoyaltyJob.build(
                environment,
                new RoyaltyJobConfig(
                        RoyaltyRun.settings(2),
                        "localhost:1",
                        "group",
                        "chain.events.v1",
                        "usage.rejected.v1",
                        1,
                        new DatabaseAccess("jdbc:postgresql://localhost/x", "user", "password-file", 1_000)));
        Stream<String> uids = environment.getStreamGraph().getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                // A sink's writer and committer have the sink's uid with a suffix or prefix of Flink's.
                .map(uid -> uid.replaceFirst("^Sink Committer: ", "").replaceFirst(": .*", ""));
        assertThat(uids.distinct()).containsExactlyInAnyOrderElementsOf(RELEASED);
    }
}
