package dev.tributary.pipelines;

import dev.tributary.pipelines.connectors.ChainSource;
import dev.tributary.pipelines.connectors.UsageSource;
import dev.tributary.pipelines.replay.Recomputation;
import dev.tributary.pipelines.replay.RecomputedBatches;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The batches of the two topics, from their first record to what is their end when the reading begins. */
public final class KafkaRecomputation {
    private static final String CHAIN = "chain";
    private static final String USAGE = "usage";

    private KafkaRecomputation() {}

    /**
     * @param rules with the addresses of the deployment, the gateway registry among them
     * @throws dev.tributary.pipelines.replay.ReplayHalted when a rule of the money path is violated
     */
    public static RecomputedBatches run(
            String bootstrapServers, String chainTopic, RoyaltySettings rules, int parallelism) {
        StreamExecutionEnvironment environment = Recomputation.environment(parallelism);
        return Recomputation.of(
                environment,
                watched(
                        UsageSource.readToEnd(
                                environment,
                                bootstrapServers,
                                rules.usageTopic(),
                                rules.usagePartitions(),
                                rules.booking()),
                        USAGE),
                watched(ChainSource.readToEnd(environment, bootstrapServers, chainTopic), CHAIN),
                rules);
    }

    /** A map after the source leaves its records, their times and its watermarks as they are. */
    private static <T> DataStream<T> watched(DataStream<T> log, String name) {
        return log.map(new CountRecords<>(name))
                .returns(log.getType())
                .uid("recompute.count-" + name)
                .setParallelism(log.getParallelism());
    }
}
