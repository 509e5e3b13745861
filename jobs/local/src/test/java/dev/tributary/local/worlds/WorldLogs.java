package dev.tributary.local.worlds;

import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.metering.UsageTime;
import dev.tributary.pipelines.royalties.ChainRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.functions.FromElementsGeneratorFunction;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The logs of a world as sources that end, and wait now and then for a checkpoint on their way. */
final class WorldLogs {
    /** The two logs are cut at different places. */
    private static final int CUTS_OF_USAGE = 5;

    private static final int CUTS_OF_CHAIN = 4;

    private WorldLogs() {}

    static DataStream<UsageRecord> usage(StreamExecutionEnvironment environment, World world, Breakdown breakdown) {
        UsageRecord[] records = world.usage().stream().map(PureRules::raw).toArray(UsageRecord[]::new);
        DataStream<UsageRecord> log =
                source(environment, records, TypeInformation.of(UsageRecord.class), CUTS_OF_USAGE, "usage");
        return breakdown
                .in(log, Breakdown.Place.USAGE)
                .assignTimestampsAndWatermarks(UsageTime.interleaved(
                        PipelineRun.booking(world), world.shape().partitions()))
                .setParallelism(1)
                .uid("usage-time");
    }

    static DataStream<ChainRecord> chain(StreamExecutionEnvironment environment, World world, Breakdown breakdown) {
        List<ChainRecord> records = new ArrayList<>();
        world.chain()
                .forEach(json -> records.add(new ChainRecord(records.size(), json.getBytes(StandardCharsets.UTF_8))));
        DataStream<ChainRecord> log = source(
                environment,
                records.toArray(ChainRecord[]::new),
                TypeInformation.of(ChainRecord.class),
                CUTS_OF_CHAIN,
                "chain");
        return breakdown.in(log, Breakdown.Place.CHAIN);
    }

    private static <T> DataStream<T> source(
            StreamExecutionEnvironment environment, T[] records, TypeInformation<T> type, int cuts, String name) {
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                new FromElementsGeneratorFunction<>(type, records),
                                records.length,
                                RateLimiterStrategy.perCheckpoint(records.length / cuts + 1),
                                type),
                        WatermarkStrategy.noWatermarks(),
                        name)
                .setParallelism(1)
                .uid(name);
    }
}
