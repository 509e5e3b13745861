package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.pipelines.metering.UsageRecord;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UsageRecordJsonTest {
    private static final byte[] NOT_TEXT = {(byte) 0xc3, '(', 0, (byte) 0xff};

    @Test
    void aRecordIsWrittenAsTheContractSays() {
        String line = write(List.of(header("gateway", "0xaa"), header("sequence", "7")), "[{}]".getBytes(UTF_8));
        assertThat(line)
                .isEqualTo("{\"partition\":3,\"offset\":42,\"appendTime\":\"2026-11-22T22:00:00.123Z\","
                        + "\"headers\":{\"gateway\":\"0xaa\",\"sequence\":\"7\"},\"value\":\"[{}]\"}");
    }

    @Test
    void bytesThatAreNotUtf8GoAsBase64() {
        assertThat(write(List.of(header("gateway", NOT_TEXT)), NOT_TEXT))
                .endsWith("\"headers\":{\"gateway\":{\"base64\":\"wygA/w==\"}},\"valueBase64\":\"wygA/w==\"}");
    }

    @Test
    void aHeaderGivenTwiceKeepsBothAndOneWithoutAValueStaysSo() {
        assertThat(write(
                        List.of(header("sequence", "7"), header("heartbeat", (byte[]) null), header("sequence", "8")),
                        null))
                .endsWith("\"headers\":{\"sequence\":[\"7\",\"8\"],\"heartbeat\":null},\"value\":\"\"}");
    }

    @Test
    void aHeaderGivenTwiceIsNoneForTheJob() {
        assertThat(read("{\"gateway\":[\"a\",\"b\"],\"sequence\":[\"7\"],\"signature\":null}"))
                .extracting(UsageRecord::gateway, UsageRecord::sequence, UsageRecord::signature)
                .containsExactly(null, "7", null);
    }

    @Test
    void aHeartbeatIsOneHoweverOftenAndWithWhateverValue() {
        assertThat(read("{\"heartbeat\":null}").heartbeat()).isTrue();
        assertThat(read("{\"heartbeat\":[\"\",\"\"]}").heartbeat()).isTrue();
        assertThat(read("{}").heartbeat()).isFalse();
    }

    @Test
    void headersThatTheJobDoesNotKnowMayBeOfAnyLength() {
        String longest = "n".repeat(1 << 20);
        String line = write(List.of(header(longest, longest.getBytes(UTF_8)), header("sequence", "7")), NOT_TEXT);
        assertThat(UsageRecordJson.read(line).sequence()).isEqualTo("7");
    }

    @Test
    void headersComeAsTheJobTakesThemFromTheBroker() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(6)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes = new String(bytes, ISO_8859_1).getBytes(UTF_8);
            }
            UsageRecord back = UsageRecordJson.read(write(List.of(header("gateway", bytes)), bytes));
            assertThat(back.gateway()).isEqualTo(new String(bytes, ISO_8859_1));
            assertThat(back.value()).isEqualTo(bytes);
        }
    }

    @Test
    void everyCharacterOfAValueComesBack() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character += character < 0x3000 ? 1 : 97) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                byte[] value = Character.toString(character).getBytes(UTF_8);
                String line = write(List.of(), value);
                assertThat(line.lines()).hasSize(1);
                assertThat(UsageRecordJson.read(line).value()).isEqualTo(value);
            }
        }
    }

    @Test
    void halfACharacterHasNoBytes() {
        assertThatThrownBy(() -> UsageRecordJson.read(record("{}", "\"value\":\"\\ud83d\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half of a surrogate pair");
    }

    @Test
    void aValueIsGivenInOneWay() {
        assertThatThrownBy(() -> UsageRecordJson.read(record("{}", "\"value\":\"\",\"valueBase64\":\"\"")))
                .hasMessageContaining("one of 'value' and 'valueBase64'");
        assertThatThrownBy(() -> UsageRecordJson.read(record("{}", "\"value\":[]")))
                .hasMessageContaining("as a string");
        assertThatThrownBy(() -> UsageRecordJson.read(record("{}", "\"valueBase64\":\"*\"")))
                .hasMessageContaining("'valueBase64' is not base64");
        assertThatThrownBy(() -> UsageRecordJson.read(record("{\"gateway\":7}", "\"value\":\"\"")))
                .hasMessageContaining("the header 'gateway'");
        assertThatThrownBy(() -> UsageRecordJson.read(record("[]", "\"value\":\"\"")))
                .hasMessageContaining("'headers' is not an object");
    }

    private static UsageRecord read(String headers) {
        return UsageRecordJson.read(record(headers, "\"value\":\"\""));
    }

    private static String record(String headers, String value) {
        return "{\"partition\":0,\"offset\":0,\"appendTime\":\"2026-01-01T00:00:00Z\",\"headers\":%s,%s}"
                .formatted(headers, value);
    }

    private static String write(List<LoggedRecord.Header> headers, byte @Nullable [] value) {
        return new String(UsageRecordJson.write(new LoggedRecord(3, 42, 1_795_384_800_123L, headers, value)), UTF_8);
    }

    private static LoggedRecord.Header header(String name, String value) {
        return header(name, value.getBytes(UTF_8));
    }

    private static LoggedRecord.Header header(String name, byte @Nullable [] value) {
        return new LoggedRecord.Header(name, value);
    }
}
