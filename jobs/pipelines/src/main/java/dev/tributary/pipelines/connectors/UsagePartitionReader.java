package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.metering.UsageRecord;
import dev.tributary.pipelines.replay.ProgressListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one partition of the usage log, from its first record to what is its end when the reading begins. */
public final class UsagePartitionReader {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final String topic;

    public UsagePartitionReader(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /**
     * Hands every record on, in log order.
     *
     * @return offset after the last record
     * @throws KafkaException when the broker does not answer, or the log's beginning is gone
     */
    public long read(int partition, ProgressListener listener, Consumer<UsageRecord> reader) {
        TopicPartition source = new TopicPartition(topic, partition);
        UsageRecordDeserializer deserializer = new UsageRecordDeserializer();
        Collector<UsageRecord> collector = new Collector<>() {
            @Override
            public void collect(UsageRecord record) {
                reader.accept(record);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            long end = offset(consumer.endOffsets(List.of(source), PATIENCE), source);
            long beginning = offset(consumer.beginningOffsets(List.of(source), PATIENCE), source);
            if (beginning > 0) {
                throw new KafkaException(source + " begins at offset " + beginning
                        + ": its older records are gone, and with them what the rules depend on");
            }
            consumer.assign(List.of(source));
            consumer.seekToBeginning(List.of(source));
            while (consumer.position(source, PATIENCE) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end) {
                        deserializer.deserialize(record, collector);
                    }
                }
                listener.reached("read", "usage", Math.min(consumer.position(source, PATIENCE), end), end);
            }
            return end;
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
