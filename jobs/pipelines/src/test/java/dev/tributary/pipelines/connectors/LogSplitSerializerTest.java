package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

final class LogSplitSerializerTest {
    private static final Uuid ID = new Uuid(7, 8);
    private static final KafkaPartitionSplit PLAIN =
            new KafkaPartitionSplit(new TopicPartition("usage.reported.v1", 3), 121);

    private final KafkaPartitionSplitSerializer kafka = new KafkaPartitionSplitSerializer();
    private final LogSplitSerializer serializer = new LogSplitSerializer(kafka);

    @Test
    void aSplitOfTheFirstVersionStaysReadable() throws IOException {
        assertThat(serializer.deserialize(1_001, fixture())).isEqualTo(new LogSplit(PLAIN, ID));
    }

    @Test
    void theFormDoesNotChangeWithoutANewVersion() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(1_001);
        assertThat(HexFormat.of().formatHex(serializer.serialize(new LogSplit(PLAIN, ID))))
                .isEqualTo(HexFormat.of().formatHex(fixture()));
    }

    @Test
    void whereABoundedReadingEndsIsKept() throws IOException {
        LogSplit bounded = new LogSplit(new KafkaPartitionSplit(PLAIN.getTopicPartition(), 5, 9), ID);
        assertThat(serializer.deserialize(1_001, serializer.serialize(bounded))).isEqualTo(bounded);
    }

    @Test
    void theConnectorsOwnSplitIsOfNoKnownTopic() throws IOException {
        KafkaPartitionSplit read = serializer.deserialize(kafka.getVersion(), kafka.serialize(PLAIN));
        assertThat(read).isEqualTo(PLAIN);
        assertThat(LogSplit.topicId(read)).isEqualTo(Uuid.ZERO_UUID);
        assertThat(LogSplit.topicId(serializer.deserialize(1_001, serializer.serialize(PLAIN))))
                .isEqualTo(Uuid.ZERO_UUID);
    }

    @Test
    void aVersionOfTheFutureIsRefused() {
        assertThatThrownBy(() -> serializer.deserialize(1_002, fixture()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 1002");
    }

    private static byte[] fixture() throws IOException {
        try (InputStream in = LogSplitSerializerTest.class.getResourceAsStream("/state/log-split-v1.hex")) {
            return HexFormat.of().parseHex(new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII).strip());
        }
    }
}
