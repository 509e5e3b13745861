package dev.tributary.local.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // started before any test
final class KafkaLogsIT {
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void close() {
        kafka.close();
    }

    @Test
    void usageComesWithItsPlaceItsTimeAndItsHeaders() throws Exception {
        kafka.createTopic("usage", 3);
        ProducerRecord<byte[], byte[]> report = record("usage", 2, "[{}]");
        report.headers().add("gateway", utf8("0xaa")).add("sequence", utf8("7"));
        ProducerRecord<byte[], byte[]> twice = record("usage", 2, "[]");
        twice.headers().add("sequence", utf8("7")).add("sequence", utf8("8"));
        ProducerRecord<byte[], byte[]> heartbeat = record("usage", 0, null);
        heartbeat.headers().add("heartbeat", null);
        long beforeMillis = System.currentTimeMillis();
        send(List.of(report, twice, heartbeat));

        KafkaLogs logs = new KafkaLogs(kafka.bootstrapServers());
        assertThat(logs.partitions("usage")).isEqualTo(3);
        List<UsageLogRecord> records = logs.usageRecords("usage");
        assertThat(records).hasSize(3);
        UsageLogRecord first = of(records, 2, 0);
        assertThat(first.headers()).isEqualTo(Map.of("gateway", "0xaa", "sequence", "7"));
        assertThat(first.value()).isEqualTo(utf8("[{}]"));
        assertThat(first.appendTimeMillis()).isBetween(beforeMillis, System.currentTimeMillis());
        assertThat(of(records, 2, 1).headers()).isEqualTo(Map.of("sequence", ""));
        assertThat(of(records, 0, 0).isHeartbeat()).isTrue();
        assertThat(of(records, 0, 0).value()).isEmpty();
    }

    @Test
    void chainEventsComeInOrder() throws Exception {
        kafka.createTopic("chain", 1);
        send(List.of(record("chain", 0, "{\"ordinal\":1}"), record("chain", 0, "{\"ordinal\":2}")));

        assertThat(new KafkaLogs(kafka.bootstrapServers()).chainEvents("chain"))
                .containsExactly("{\"ordinal\":1}", "{\"ordinal\":2}");
    }

    @Test
    void aLogStampedByItsWritersIsRefused() throws Exception {
        kafka.createTopic("writers-time", 1, Map.of("message.timestamp.type", "CreateTime"));
        send(List.of(record("writers-time", 0, "[]")));

        assertThatThrownBy(() -> new KafkaLogs(kafka.bootstrapServers()).usageRecords("writers-time"))
                .isInstanceOf(AuditHalt.class)
                .hasMessageContaining("LogAppendTime");
    }

    private static UsageLogRecord of(List<UsageLogRecord> records, int partition, long offset) {
        return records.stream()
                .filter(record -> record.partition() == partition && record.offset() == offset)
                .findFirst()
                .orElseThrow();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, @Nullable String value) {
        return new ProducerRecord<>(topic, partition, null, value == null ? null : utf8(value));
    }

    private static void send(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
