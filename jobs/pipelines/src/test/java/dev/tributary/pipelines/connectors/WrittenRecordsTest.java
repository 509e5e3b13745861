package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.UsageRejected;
import java.util.List;
import java.util.Objects;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole records as the sinks give them to Kafka, against the messages of the catalogue. */
final class WrittenRecordsTest {
    private static final String HASH = "0x" + "ab".repeat(32);
    private static final String ADDRESS = "0x" + "cd".repeat(20);

    @Test
    void aHeartbeatIsAHeaderAndNothingElse() throws Exception {
        ProducerRecord<byte[], byte[]> beat = record(HeartbeatSink.records("usage.reported.v1"), 3);
        assertThat(beat.partition()).isEqualTo(3);
        assertThat(TopicMessage.of("heartbeat").violations(beat)).isEmpty();
        assertThat(TopicMessage.of("usageReport").violations(beat)).isNotEmpty();
    }

    @Test
    void anEventOfTheChainHasTheChainsKeyAndNoHeaders() throws Exception {
        TopicMessage message = TopicMessage.of("chainEvent");
        KafkaRecordSerializationSchema<ChainEvent> records = ChainEventsSink.records("chain.events.v1");
        assertThat(message.violations(record(records, ChainEvent.blockFinalized(31_337, 0, 0, HASH, 0))))
                .isEmpty();
        ProducerRecord<byte[], byte[]> frozen = record(
                records,
                new ChainEvent(
                        31_337,
                        1,
                        1,
                        HASH,
                        1,
                        HASH,
                        0,
                        "ModelRegistry",
                        ADDRESS,
                        "ModelFrozen",
                        "{\"modelId\":\"" + HASH + "\"}"));
        assertThat(message.violations(frozen)).isEmpty();
        frozen.headers().add("more", new byte[0]);
        assertThat(message.violations(frozen)).isNotEmpty();
    }

    @Test
    void aRefusalHasTheGatewaysKeyOrNoneAndNoHeaders() throws Exception {
        TopicMessage message = TopicMessage.of("usageRejected");
        KafkaRecordSerializationSchema<UsageRejected> records = RejectedSink.records("usage.rejected.v1");
        for (String gateway : new String[] {ADDRESS, null}) {
            ProducerRecord<byte[], byte[]> refusal = record(
                    records,
                    new UsageRejected(
                            1,
                            "LINE_INVALID",
                            "why",
                            "usage.reported.v1",
                            3,
                            42L,
                            gateway,
                            null,
                            0,
                            null,
                            HASH,
                            ADDRESS,
                            null,
                            null,
                            null,
                            Quantities.of(1, 2, 3, 4),
                            null,
                            "{}",
                            null));
            assertThat(refusal.key() == null).isEqualTo(gateway == null);
            assertThat(message.violations(refusal)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway=0xAB",
                "sequence=017",
                "signature=0x1b",
                "heartbeat=",
                "sequence=18 twice",
                "gateway= none"
            })
    void aReportWithOtherHeadersIsSeen(String change) throws Exception {
        TopicMessage message = TopicMessage.of("usageReport");
        String report = TopicSchema.of("usage.reported.v1").examples().get(0);
        List<Header> headers = List.of(
                header("gateway", ADDRESS), header("sequence", "17"), header("signature", "0x" + "1B".repeat(65)));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>("usage.reported.v1", 0, ADDRESS.getBytes(UTF_8), report.getBytes(UTF_8), headers);
        record.headers().add(header("traceparent", "00"));
        assertThat(message.violations(record)).isEmpty();

        String name = change.substring(0, change.indexOf('='));
        if (!change.endsWith("twice")) {
            record.headers().remove(name);
        }
        if (!change.endsWith("none")) {
            record.headers().add(header(name, change.substring(name.length() + 1)));
        }
        assertThat(message.violations(record)).isNotEmpty();
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    /** The sinks look at neither the context nor the time. */
    private static <T> ProducerRecord<byte[], byte[]> record(KafkaRecordSerializationSchema<T> records, T value) {
        return Objects.requireNonNull(records.serialize(value, null, null));
    }
}
