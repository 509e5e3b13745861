package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.RpcOptions;
import dev.tributary.pipelines.ingest.EvmLogPace;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
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
        Deployment deployment = new Deployment(31337, 0, Map.of(Deployment.ROYALTY_VAULT, "0x" + "0a".repeat(20)));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(4);
        ChainIngestJob.build(
                environment,
                new ChainIngestConfig(
                        RpcOptions.of("http://127.0.0.1:1", 31337),
                        deployment,
                        new EvmLogPace(1_000, 500),
                        "localhost:1",
                        "chain.events.v1",
                        "usage.reported.v1",
                        4,
                        1_000,
                        1));
        assertThat(environment.getStreamGraph().getStreamNodes())
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.getTransformationUID()).contains("ingest."))
                .extracting(StreamNode::getParallelism)
                .containsOnly(1);
    }
}
