package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    @Test
    void recordsTakeTheBrokersTimeNotTheirs() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("log", 2);
            send(kafka, "log", 1L, "one");
            ConsumerRecord<String, String> record = read(kafka, "log").get(0);
            assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            assertThat(record.timestamp()).isGreaterThan(1_000_000_000_000L);
        }
    }

    @Test
    void recordsOutliveAnOutageOnTheSameAddress() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("log", 1);
            send(kafka, "log", 1L, "before");
            String address = kafka.bootstrapServers();
            kafka.stop();
            kafka.restart();
            send(kafka, "log", 1L, "after");
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(read(kafka, "log")).extracting(ConsumerRecord::value).containsExactly("before", "after");
        }
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryHasTheRecords(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            kafka.createTopic("log", 1);
            send(kafka, "log", 1L, "kept");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            assertThat(read(kafka, "log")).extracting(ConsumerRecord::value).containsExactly("kept");
        }
    }

    private static void send(EmbeddedKafka kafka, String topic, long time, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, time, "key", value)).get();
        }
    }

    private static List<ConsumerRecord<String, String>> read(EmbeddedKafka kafka, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    consumer.endOffsets(List.of(partition)).values().iterator().next();
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
