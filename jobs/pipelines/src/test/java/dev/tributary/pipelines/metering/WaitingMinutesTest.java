package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.pipelines.compact.ListGrowth;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.junit.jupiter.api.Test;

final class WaitingMinutesTest {
    private static final long PERIOD = 490_000;
    private static final long MINUTE = 60 * PERIOD;

    private final Parts parts = new Parts();
    private final WaitingMinutes waiting = new WaitingMinutes(parts);
    private final List<Long> awaited = new ArrayList<>();

    @Test
    void whatComesIsKeptWithoutALookAtWhatIsThere() throws Exception {
        for (int i = 0; i < 10; i++) {
            add(part(PERIOD, MINUTE, 1, 5), part(PERIOD, MINUTE + 1, 2, 5));
        }
        assertThat(parts.entries).hasSize(20);
        assertThat(parts.reads).isZero();
    }

    @Test
    void whatIsTakenIsSummedByMinuteOverClosedPeriodsAndTheRestWaits() throws Exception {
        add(part(PERIOD, MINUTE, 1, 5), part(PERIOD + 1, MINUTE, 2, 6), part(PERIOD + 2, MINUTE, 4, 7));
        add(part(PERIOD + 1, MINUTE + 60, 8, 8), part(PERIOD, MINUTE, 16, 9));

        assertThat(waiting.take("model", period -> period <= PERIOD + 1).values())
                .extracting(MinuteSummary::minute, MinuteSummary::observedLines, sum -> Latencies.read(sum.latencies())
                        .quantile(1_000))
                .containsExactly(tuple(MINUTE, 19L, 9L), tuple(MINUTE + 60, 8L, 8L));
        assertThat(waiting.take("model", period -> period <= PERIOD + 1)).isEmpty();
        assertThat(waiting.take("model", period -> true).values())
                .extracting(MinuteSummary::minute, MinuteSummary::observedLines)
                .containsExactly(tuple(MINUTE, 4L));
        assertThat(parts.entries).isEmpty();
    }

    @Test
    void aPeriodIsAwaitedOnceAndAgainAfterAClose() throws Exception {
        add(part(PERIOD, MINUTE, 1), part(PERIOD, MINUTE + 1, 1));
        add(part(PERIOD, MINUTE, 1));
        waiting.add("other model", List.of(part(PERIOD, MINUTE, 1)), awaited::add);
        assertThat(awaited).containsExactly(PERIOD, PERIOD);
        add(part(PERIOD + 1, MINUTE, 1));
        waiting.take("model", period -> period == PERIOD);
        add(part(PERIOD + 1, MINUTE, 1));
        assertThat(awaited).containsExactly(PERIOD, PERIOD, PERIOD + 1, PERIOD + 1);
    }

    @Test
    void whatWaitsTakesAtMostTwiceItsSumsAndNothingIsLost() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            for (long period : List.of(PERIOD, PERIOD + 1)) {
                add(part(period, MINUTE + i % 60, 1, i));
            }
            assertThat(bytes()).isLessThan(2L * bytesOfSums() + ListGrowth.LEAST_SUMMED);
        }
        assertThat(parts.reads).isGreaterThan(5);
        for (long period : List.of(PERIOD, PERIOD + 1)) {
            assertThat(waiting.take("model", booked -> booked == period).values().stream()
                            .mapToLong(MinuteSummary::observedLines)
                            .sum())
                    .isEqualTo(2_000);
        }
    }

    /** A summing costs as much as there is, so it has to be worth it: as much again must have come. */
    @Test
    void whatDoesNotBecomeLessIsSummedOnlyWhenItDoubles() throws Exception {
        for (int i = 0; i < 4_000; i++) {
            add(part(PERIOD, MINUTE + i, 1));
        }
        assertThat(bytes()).isEqualTo(64_000);
        assertThat(parts.reads).isEqualTo(4);
    }

    private long bytes() {
        return parts.entries.stream().mapToLong(OpenMinute::bytes).sum();
    }

    /** Of one that has everything summed. */
    private long bytesOfSums() throws Exception {
        Parts copy = new Parts();
        copy.entries.addAll(parts.entries);
        long bytes = 0;
        for (long period : List.of(PERIOD, PERIOD + 1)) {
            bytes += new WaitingMinutes(copy)
                    .take("model", booked -> booked == period).values().stream()
                            .mapToLong(sum -> new OpenMinute(period, sum).bytes())
                            .sum();
        }
        return bytes;
    }

    private void add(OpenMinute... added) throws Exception {
        waiting.add("model", List.of(added), awaited::add);
    }

    private static OpenMinute part(long period, long minute, long lines, long... latencies) {
        return new OpenMinute(
                period, MinuteSummary.of(new UsageObservation(minute, period, lines, 0, Latencies.of(latencies))));
    }

    /** Counts how often it is read. */
    private static final class Parts implements ListState<OpenMinute> {
        private final List<OpenMinute> entries = new ArrayList<>();
        private int reads;

        @Override
        public Iterable<OpenMinute> get() {
            reads++;
            return List.copyOf(entries);
        }

        @Override
        public void add(OpenMinute value) {
            entries.add(value);
        }

        @Override
        public void addAll(List<OpenMinute> values) {
            entries.addAll(values);
        }

        @Override
        public void update(List<OpenMinute> values) {
            entries.clear();
            entries.addAll(values);
        }

        @Override
        public void clear() {
            entries.clear();
        }
    }
}
