package dev.tributary.bench.metering;

import dev.tributary.pipelines.connectors.ChainSource;
import dev.tributary.pipelines.connectors.UsageSource;
import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.royalties.ChainRecord;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Both logs in Kafka, read by the job's own sources. */
record KafkaSources(Workload workload, String bootstrapServers) implements RoyaltyContender.Sources {
    private static final String GROUP = "tributary-bench";

    @Override
    public Source<UsageRecord, ?, ?> usage() {
        return UsageSource.of(bootstrapServers, Logs.REPORTS, workload.partitions(), GROUP);
    }

    @Override
    public DataStream<ChainRecord> chain(StreamExecutionEnvironment environment) {
        return ChainSource.read(environment, bootstrapServers, Logs.CHAIN, GROUP);
    }
}
