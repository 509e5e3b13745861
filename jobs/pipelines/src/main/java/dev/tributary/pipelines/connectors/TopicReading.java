package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.replay.ProgressListener;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic from its first record to the end that it had when the reading began; partitions interleaved in any way. A
 * record that the broker no longer has, or that it did not stamp itself, is refused.
 */
final class TopicReading implements AutoCloseable {
    /** Takes the records of a topic. */
    interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FETCH_BYTES = 16 << 20;

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> ends;

    private TopicReading(String topic, KafkaConsumer<byte[], byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
        this.partitions = partitions(topic, consumer);
        this.ends = consumer.endOffsets(partitions);
    }

    /** Takes note of where the topic ends now. */
    static TopicReading open(String bootstrapServers, String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers);
        try {
            return new TopicReading(topic, consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(String topic, KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        if (known == null || known.isEmpty()) {
            throw ExportException.refused(
                    "EXPORT_TOPIC_MISSING",
                    "there is no topic " + topic + ". Check kafka.bootstrap-servers and the topic's name.");
        }
        return known.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    int partitionCount() {
        return partitions.size();
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    void readAll(String log, ProgressListener listener, Taker taker) throws IOException {
        requireFirstRecords();
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
        long all = ends.values().stream().mapToLong(Long::longValue).sum();
        long lastAdvance = System.nanoTime();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(partition))) {
            ConsumerRecords<byte[], byte[]> records = poll();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < end(new TopicPartition(topic, record.partition()))) {
                    requireTheBrokersTime(record);
                    taker.take(record);
                }
            }
            listener.reached("export", log, done(), all);
            if (!records.isEmpty()) {
                lastAdvance = System.nanoTime();
            } else if (System.nanoTime() - lastAdvance > PATIENCE.toNanos()) {
                throw ExportException.away(
                        "topic " + topic + " gave no record for " + PATIENCE.toSeconds()
                                + " s although it has more. Look at the leaders of its partitions and start again.",
                        null);
            }
        }
    }

    private long done() {
        return partitions.stream()
                .mapToLong(partition -> Math.min(consumer.position(partition), end(partition)))
                .sum();
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            throw truncated(e.offsetOutOfRangePartitions().keySet() + " lost records while they were read");
        }
    }

    private void requireFirstRecords() {
        consumer.beginningOffsets(partitions).forEach((partition, offset) -> {
            if (offset > 0) {
                throw truncated(partition + " begins at offset " + offset + ", not at 0");
            }
        });
    }

    private static ExportException truncated(String what) {
        return ExportException.refused(
                "EXPORT_LOG_TRUNCATED",
                what + ": the broker deleted older records, so the whole log is no longer there and nothing can be"
                        + " recomputed from the rest. Use an earlier export, and set retention.ms and retention.bytes of"
                        + " the topic to -1.");
    }

    private void requireTheBrokersTime(ConsumerRecord<byte[], byte[]> record) {
        if (record.timestampType() != TimestampType.LOG_APPEND_TIME) {
            throw ExportException.refused(
                    "EXPORT_TIME_NOT_THE_BROKERS",
                    "topic " + topic + " stamps records by " + record.timestampType() + " (partition "
                            + record.partition() + ", offset " + record.offset()
                            + "): writers could choose the period of a line. Set message.timestamp.type=LogAppendTime and"
                            + " find out what was written before.");
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
