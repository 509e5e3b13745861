package dev.tributary.pipelines;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.RpcOptions;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.ingest.EvmLogPace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** Both jobs as they are submitted, with their real sources and sinks. */
public final class JobGraphs {
    private JobGraphs() {}

    public static StreamGraph royalty() {
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
        return environment.getStreamGraph();
    }

    public static StreamGraph chainIngest() {
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
        return environment.getStreamGraph();
    }

    /** Sorted. */
    public static List<String> uids(StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .map(JobGraphs::uid)
                .distinct()
                .sorted()
                .toList();
    }

    /** As it was given: the writer and the committer of a sink have its uid with a suffix or prefix of Flink's. */
    public static String uid(String ofFlink) {
        return ofFlink.replaceFirst("^Sink Committer: ", "").replaceFirst(": .*", "");
    }
}
