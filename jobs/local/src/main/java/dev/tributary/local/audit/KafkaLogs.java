package dev.tributary.local.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads both logs from Kafka, from their first record to what was their end when the reading began. */
public final class KafkaLogs {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;

    public KafkaLogs(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public int partitions(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.partitionsFor(topic).size();
        }
    }

    /** @return JSON texts, in log order */
    public List<String> chainEvents(String topic) {
        List<String> events = new ArrayList<>();
        read(topic, consumed -> events.add(new String(bytes(consumed.value()), StandardCharsets.UTF_8)));
        return events;
    }

    public List<UsageLogRecord> usageRecords(String topic) {
        List<UsageLogRecord> records = new ArrayList<>();
        read(topic, consumed -> records.add(usageRecord(consumed)));
        return records;
    }

    private static UsageLogRecord usageRecord(ConsumerRecord<byte[], byte[]> consumed) {
        if (consumed.timestampType() != TimestampType.LOG_APPEND_TIME) {
            throw new AuditHalt(
                    "TIME_NOT_THE_BROKERS",
                    "topic %s stamps records by %s; set message.timestamp.type=LogAppendTime"
                            .formatted(consumed.topic(), consumed.timestampType()));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : consumed.headers()) {
            String text = new String(bytes(header.value()), StandardCharsets.UTF_8);
            headers.merge(header.key(), text, (first, second) -> "");
        }
        return new UsageLogRecord(
                consumed.partition(), consumed.offset(), consumed.timestamp(), headers, bytes(consumed.value()));
    }

    private static byte[] bytes(byte @Nullable [] value) {
        return value == null ? new byte[0] : value;
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            requireComplete(consumer.beginningOffsets(partitions));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(POLL)) {
                    if (consumed.offset() < end(ends, new TopicPartition(topic, consumed.partition()))) {
                        reader.accept(consumed);
                    }
                }
            }
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private static void requireComplete(Map<TopicPartition, Long> beginnings) {
        beginnings.forEach((partition, offset) -> {
            if (offset > 0) {
                throw new AuditHalt(
                        "LOG_GAP",
                        "%s begins at offset %d: its older records are gone, audit an export instead"
                                .formatted(partition, offset));
            }
        });
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
