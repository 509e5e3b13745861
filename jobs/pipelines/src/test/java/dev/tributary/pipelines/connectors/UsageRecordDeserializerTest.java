package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.metering.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UsageRecordDeserializerTest {
    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void aReportComesAsItIs() {
        add("gateway", "0xab");
        add("sequence", "7");
        add("signature", "0x01");
        add("other", "x");
        UsageRecord record = deserialize("[]".getBytes(UTF_8));
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.offset()).isEqualTo(42);
        assertThat(record.appendTimeMillis()).isEqualTo(1_000);
        assertThat(record.gateway()).isEqualTo("0xab");
        assertThat(record.sequence()).isEqualTo("7");
        assertThat(record.signature()).isEqualTo("0x01");
        assertThat(record.heartbeat()).isFalse();
        assertThat(record.value()).isEqualTo("[]".getBytes(UTF_8));
    }

    @Test
    void aHeaderThatIsAbsentTwiceThereOrWithoutValueIsNoHeader() {
        add("sequence", "7");
        add("sequence", "7");
        headers.add("signature", null);
        UsageRecord record = deserialize(new byte[0]);
        assertThat(record.gateway()).isNull();
        assertThat(record.sequence()).isNull();
        assertThat(record.signature()).isNull();
    }

    @Test
    void aTombstoneHasNoBytes() {
        assertThat(deserialize(null).value()).isEmpty();
    }

    @Test
    void anyHeartbeatHeaderMakesAHeartbeat() {
        headers.add("heartbeat", null);
        assertThat(deserialize(null).heartbeat()).isTrue();
    }

    @Test
    void bytesThatAreNotAsciiDoNotBecomeDigits() {
        headers.add("sequence", "\u0667".getBytes(UTF_8));
        assertThat(deserialize(null).sequence()).doesNotContainPattern("[0-9\u0667]");
    }

    private void add(String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private UsageRecord deserialize(byte @Nullable [] value) {
        List<UsageRecord> out = new ArrayList<>();
        new UsageRecordDeserializer()
                .deserialize(
                        new ConsumerRecord<>(
                                "usage.reported.v1",
                                3,
                                42,
                                1_000,
                                TimestampType.LOG_APPEND_TIME,
                                0,
                                0,
                                null,
                                value,
                                headers,
                                Optional.empty()),
                        new ListCollector<>(out));
        assertThat(out).hasSize(1);
        return out.get(0);
    }
}
