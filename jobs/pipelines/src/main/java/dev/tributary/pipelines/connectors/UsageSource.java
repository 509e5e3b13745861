package dev.tributary.pipelines.connectors;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.metering.UsageRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the usage log from its first record on. A record that the broker no longer has stops the job: usage that cannot
 * be counted any more must not pass in silence.
 */
public final class UsageSource {
    private static final long FIRST_OFFSET = 0;
    /** Of one partition; all partitions of a broker together are fetched up to the client's 50 MiB. */
    private static final int MOST_BYTES_OF_FETCH = 4 << 20;

    private UsageSource() {}

    /**
     * Attaches the source, with the watermark of settlement per partition and no idleness: a partition without records
     * holds settlement back.
     *
     * @param groupId consumer group under which progress is visible to operators; the job's own progress is in its
     *     checkpoints
     * @param partitions the fixed number of partitions of the topic
     */
    public static DataStream<UsageRecord> read(
            StreamExecutionEnvironment environment,
            String bootstrapServers,
            String topic,
            int partitions,
            String groupId,
            BookingRule booking) {
        return attach(environment, of(bootstrapServers, topic, partitions, groupId), partitions, booking);
    }

    /** As {@link #read}, to what is the end of each partition when the reading begins. Leaves no trace in the broker. */
    public static DataStream<UsageRecord> readToEnd(
            StreamExecutionEnvironment environment,
            String bootstrapServers,
            String topic,
            int partitions,
            BookingRule booking) {
        KafkaSource<UsageRecord> source = builder(bootstrapServers, topic, partitions)
                .setBounded(OffsetsInitializer.latest())
                .setProperty("commit.offsets.on.checkpoint", "false")
                .build();
        return attach(environment, new WholeLogSource<>(source, bootstrapServers, topic), partitions, booking);
    }

    /** The source alone, for a caller that attaches it by itself. */
    public static Source<UsageRecord, ?, ?> of(String bootstrapServers, String topic, int partitions, String groupId) {
        return new WholeLogSource<>(
                builder(bootstrapServers, topic, partitions).setGroupId(groupId).build(), bootstrapServers, topic);
    }

    @SuppressWarnings("deprecation") // the connector's only way to say: stop at a gap
    private static KafkaSourceBuilder<UsageRecord> builder(String bootstrapServers, String topic, int partitions) {
        Map<TopicPartition, Long> start = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            start.put(new TopicPartition(topic, partition), FIRST_OFFSET);
        }
        return KafkaSource.<UsageRecord>builder()
                .setBootstrapServers(bootstrapServers)
                .setPartitions(new HashSet<>(start.keySet()))
                .setStartingOffsets(OffsetsInitializer.offsets(start, OffsetResetStrategy.NONE))
                .setDeserializer(new UsageRecordDeserializer())
                // As much as the kernel sees fit: with the client's 64 KiB a busy partition wakes it, and acknowledges,
                // for each.
                .setProperty("receive.buffer.bytes", "-1")
                // A fetch ends in the middle of a batch, which is then fetched once more: of the client's 1 MiB that is
                // a good part where a batch is a report or two.
                .setProperty("max.partition.fetch.bytes", Integer.toString(MOST_BYTES_OF_FETCH))
                .setProperty("partition.discovery.interval.ms", "-1");
    }

    private static DataStream<UsageRecord> attach(
            StreamExecutionEnvironment environment,
            Source<UsageRecord, ?, ?> source,
            int partitions,
            BookingRule booking) {
        // A subtask without a partition would never send a watermark.
        int parallelism = Math.min(partitions, environment.getParallelism());
        return environment
                .fromSource(source, watermarks(booking), "Read usage")
                .uid(RoyaltyUids.USAGE_SOURCE)
                .setParallelism(parallelism);
    }

    /** For a source that gives each partition a split of its own. */
    public static WatermarkStrategy<UsageRecord> watermarks(BookingRule booking) {
        long grain = booking.grainMillis();
        long period = booking.periodMillis();
        long grace = booking.graceMillis();
        return WatermarkStrategy.forGenerator(context -> new BookingWatermarks(new BookingRule(grain, period, grace)));
    }
}
