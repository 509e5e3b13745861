package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AwaitedClosesTest {
    private final AwaitedCloses awaited = new AwaitedCloses();

    @Test
    void aTimerThatWaitsIsNotAskedForAgain() {
        assertThat(awaited.add("a", 1)).isTrue();
        assertThat(awaited.add("a", 1)).isFalse();
        assertThat(awaited.add("b", 1)).isTrue();
        assertThat(awaited.add("a", 1)).isFalse();
    }

    @Test
    void everyPeriodHasATimerInWhateverOrderTheyCome() {
        assertThat(awaited.add("a", 2)).isTrue();
        assertThat(awaited.add("a", 1)).isTrue();
        assertThat(awaited.add("a", 2)).isTrue();
        awaited.closed("a", 1);
        assertThat(awaited.add("a", 2)).isFalse();
    }

    /** What is paid later accrues in a period that has had a timer before. */
    @Test
    void aTimerThatIsOverIsForgotten() {
        assertThat(awaited.add("a", 1)).isTrue();
        awaited.closed("a", 1);
        assertThat(awaited.add("a", 1)).isTrue();
    }
}
