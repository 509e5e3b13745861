package dev.tributary.pipelines.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @Test
    void everyUnitAndSumsOfThemAreRead() {
        assertThat(Durations.parseMillis("1h30m")).isEqualTo(5_400_000);
        assertThat(Durations.parseMillis("500ms")).isEqualTo(500);
        assertThat(Durations.parseMillis("2d1s")).isEqualTo(172_801_000);
        assertThat(Durations.parseMillis("0s")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "h", "1h 30m", "1.5h", "-1s", "1w", "1hx", "x1h", "999999999999d"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parseMillis(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1h30m");
    }

    @Test
    void theTextOfADurationReadsBackAsTheSame() {
        assertThat(Durations.text(0)).isEqualTo("0ms");
        assertThat(Durations.text(600_000)).isEqualTo("10m");
        assertThat(Durations.text(90_061_001)).isEqualTo("1d1h1m1s1ms");
        assertThat(Durations.text(86_400_000)).isEqualTo("1d");
        for (long millis : List.of(0L, 1L, 999L, 5_400_000L, 90_061_001L, 3_000_000_000_000L)) {
            assertThat(Durations.parseMillis(Durations.text(millis))).isEqualTo(millis);
        }
    }
}
