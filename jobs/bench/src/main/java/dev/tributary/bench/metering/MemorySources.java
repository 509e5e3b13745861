package dev.tributary.bench.metering;

import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.royalties.ChainRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Both logs in the memory of this process. */
final class MemorySources implements RoyaltyContender.Sources {
    private static final Map<String, List<byte[]>> CHAINS = new ConcurrentHashMap<>();

    private final String name;
    private final MemoryUsage usage;
    private final int chainRecords;

    MemorySources(String name, Workload workload, List<UsageRecord> usage, List<byte[]> chain) {
        CHAINS.put(name, chain);
        this.name = name;
        this.usage = MemoryUsage.of(name, usage, workload.partitions());
        this.chainRecords = chain.size();
    }

    @Override
    public Source<UsageRecord, ?, ?> usage() {
        return usage;
    }

    @Override
    public DataStream<ChainRecord> chain(StreamExecutionEnvironment environment) {
        String log = name;
        GeneratorFunction<Long, ChainRecord> records = index ->
                new ChainRecord(index, CHAINS.getOrDefault(log, List.of()).get(index.intValue()));
        return environment
                .fromSource(
                        new DataGeneratorSource<>(records, chainRecords, TypeInformation.of(ChainRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        "Chain in memory")
                .uid("bench.chain")
                .setParallelism(1);
    }
}
