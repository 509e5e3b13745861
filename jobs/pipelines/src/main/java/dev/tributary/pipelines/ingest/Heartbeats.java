package dev.tributary.pipelines.ingest;

import dev.tributary.pipelines.ChainIngestUids;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * One heartbeat per partition of the usage log and interval, so that time goes on in a quiet partition. They come from
 * this job because they may only move time while the chain is read: a halted ingestion holds settlement back.
 */
public final class Heartbeats {
    private static final double MILLIS_PER_SECOND = 1_000;

    private Heartbeats() {}

    /** The numbers of the partitions, 0 to {@code partitions} - 1, again after every interval. */
    public static DataStream<Integer> every(
            StreamExecutionEnvironment environment, long intervalMillis, int partitions) {
        DataGeneratorSource<Long> ticks = new DataGeneratorSource<>(
                tick -> tick,
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(MILLIS_PER_SECOND / intervalMillis),
                Types.LONG);
        return environment
                .fromSource(ticks, WatermarkStrategy.noWatermarks(), "Make heartbeats")
                .uid(ChainIngestUids.MAKE_HEARTBEATS)
                .setParallelism(1)
                .flatMap((Long tick, Collector<Integer> beats) -> {
                    for (int partition = 0; partition < partitions; partition++) {
                        beats.collect(partition);
                    }
                })
                .returns(Types.INT)
                .uid(ChainIngestUids.SPREAD_HEARTBEATS)
                .name("Spread heartbeats")
                .setParallelism(1);
    }
}
