package dev.tributary.local.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T22:00:00.123Z, 2026-11-22T22:00:00.123Z",
        "2026-11-22t22:00:00z, 2026-11-22T22:00:00Z",
        "2026-11-22T22:00:00.1Z, 2026-11-22T22:00:00.100Z",
        "2026-11-22T22:00:00.999999999999999Z, 2026-11-22T22:00:00.999Z",
        "2026-11-22T22:00:00+23:59, 2026-11-21T22:01:00Z",
        "2026-11-22T22:00:00-23:59, 2026-11-23T21:59:00Z",
        "2026-11-22T22:00:00-00:00, 2026-11-22T22:00:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59.9999Z, 1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z"
    })
    void aDateTimeWithAZoneIsCutToMilliseconds(String text, String instant) {
        assertThat(LineTime.parse(text)).hasValue(Instant.parse(instant).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T22:00:00",
                "2026-11-22 22:00:00Z",
                "2026-11-22T22:00:60Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T22:60:00Z",
                "2026-02-29T22:00:00Z",
                "2026-13-01T22:00:00Z",
                "2026-11-22T22:00:00.Z",
                "2026-11-22T22:00:00,5Z",
                "2026-11-22T22:00:00+24:00",
                "2026-11-22T22:00:00+01",
                "2026-11-22T22:00:00+0100",
                "2026-11-22T22:00Z",
                "20261122T220000Z",
                "+2026-11-22T22:00:00Z",
                "2026-11-22T22:00:00ZZ",
                "\uFF12026-11-22T22:00:00Z",
                ""
            })
    void anythingElseIsNoTime(String text) {
        assertThat(LineTime.parse(text)).isEmpty();
    }
}
