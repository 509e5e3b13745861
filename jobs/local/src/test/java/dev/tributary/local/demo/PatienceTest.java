package dev.tributary.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PatienceTest {
    private long nowMillis = 1_000;
    private final Patience patience = new Patience(() -> Instant.ofEpochMilli(nowMillis), Duration.ofMillis(100));

    @Test
    void itEndsWhenNothingHasChangedForTheLimit() {
        assertThat(patience.isOver("10 lines")).isFalse();
        nowMillis += 100;
        assertThat(patience.isOver("10 lines")).isFalse();
        nowMillis += 1;
        assertThat(patience.isOver("10 lines")).isTrue();
    }

    @Test
    void everyChangeStartsTheTimeAnew() {
        assertThat(patience.isOver("10 lines")).isFalse();
        nowMillis += 101;
        assertThat(patience.isOver("11 lines")).isFalse();
        nowMillis += 100;
        assertThat(patience.isOver("11 lines")).isFalse();
        nowMillis += 1;
        assertThat(patience.isOver("11 lines")).isTrue();
    }
}
