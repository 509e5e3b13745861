package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

final class ChainIngestJobTest {
    @Test
    void uidsAreThoseOfEveryCheckpointEverTaken() {
        assertThat(ChainIngestUids.READ_CHAIN).isEqualTo("ingest.read-chain");
        assertThat(ChainIngestUids.WRITE_CHAIN_EVENTS).isEqualTo("ingest.write-chain-events");
        assertThat(ChainIngestUids.MAKE_HEARTBEATS).isEqualTo("ingest.make-heartbeats");
        assertThat(ChainIngestUids.SPREAD_HEARTBEATS).isEqualTo("ingest.spread-heartbeats");
        assertThat(ChainIngestUids.WRITE_HEARTBEATS).isEqualTo("ingest.write-heartbeats");
    }

    @Test
    void everyOperatorHasAUidAndTheChainHasOneReader() {
        assertThat(JobGraphs.chainIngest().getStreamNodes())
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.getTransformationUID()).contains("ingest."))
                .extracting(StreamNode::getParallelism)
                .containsOnly(1);
    }
}
