package dev.tributary.pipelines;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.ChainEventsSink;
import dev.tributary.pipelines.connectors.HeartbeatSink;
import dev.tributary.pipelines.connectors.TopicCatalogue;
import dev.tributary.pipelines.ingest.EvmLogSource;
import dev.tributary.pipelines.ingest.Heartbeats;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Brings the contracts' events from finalized blocks into {@code chain.events.v1}, and heartbeats into every partition of
 * the usage log.
 *
 * <pre>
 *   finalized blocks --EvmLogSource--> chain.events.v1        (p=1, dense ordinals)
 *   ticks --one per partition--------> usage.reported.v1      (heartbeats)
 * </pre>
 */
public final class ChainIngestJob {
    private static final String NAME = "ChainIngestJob";
    private static final int MAX_PARALLELISM = 128;

    private ChainIngestJob() {}

    /** Runs with {@code --config FILE}; the keys are {@link ChainIngestConfig#KEYS}. */
    public static void main(String[] arguments) throws Exception {
        ChainIngestConfig config =
                ChainIngestConfig.from(Settings.fromArguments(arguments, System.getenv(), ChainIngestConfig.KEYS));
        TopicCatalogue.load()
                .ensure(
                        config.bootstrapServers(),
                        Map.of(
                                "chain.events.v1", config.chainEventsTopic(),
                                "usage.reported.v1", config.usageTopic()),
                        config.usagePartitions(),
                        config.replication());
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        build(environment, config);
        environment.execute(NAME);
    }

    /** Adds the job's operators to an environment, for programs that run it in their own process. */
    public static void build(StreamExecutionEnvironment environment, ChainIngestConfig config) {
        Configuration fixed = new Configuration();
        fixed.set(PipelineOptions.GENERIC_TYPES, false);
        fixed.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        fixed.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        environment.configure(fixed);
        ChainEventsSink.write(events(environment, config), config.bootstrapServers(), config.chainEventsTopic());
        HeartbeatSink.write(
                Heartbeats.every(environment, config.heartbeatMillis(), config.usagePartitions()),
                config.bootstrapServers(),
                config.usageTopic());
    }

    private static DataStream<ChainEvent> events(StreamExecutionEnvironment environment, ChainIngestConfig config) {
        RpcOptions rpc = config.rpc();
        EvmLogSource source = new EvmLogSource(() -> EvmRpc.connect(rpc), config.deployment(), config.pace());
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "Read chain")
                .uid(ChainIngestUids.READ_CHAIN)
                .setParallelism(1);
    }
}
