package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyMetric;
import dev.tributary.pipelines.metering.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Grain 1 s, period 10 s, grace 2 s. */
final class TotalLinesTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    @SuppressWarnings("NullAway.Init") // before each test
    private KeyedOneInputStreamOperatorTestHarness<Long, Tally, LineTotal> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<Long, Tally, LineTotal> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new TotalLines(BOOKING)), tally -> 1L, Types.LONG);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private TotalLinesTest give(Tally tally) throws Exception {
        harness.processElement(tally, 0);
        return this;
    }

    private static Tally accepted(long logMillis, long lines, Map<Long, Long> admitted, Map<String, Long> rejected) {
        return new Tally(logMillis, lines, 0, 0, Tally.NONE, rejected, admitted);
    }

    private static Tally duplicate(long logMillis, long lines) {
        return new Tally(logMillis, lines, lines, 0, Tally.NONE, Map.of(), Map.of());
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    private Map<String, Long> minute(long startMillis) {
        Map<String, Long> lines = new TreeMap<>();
        side(TotalLines.MINUTES).stream()
                .filter(row -> row.minuteStartMillis() == startMillis)
                .forEach(row -> lines.put(row.name(), row.lines()));
        return lines;
    }

    @Test
    void totalsAreSentOnceASecondWhileTheyChangeAndAtTheEnd() throws Exception {
        harness.setProcessingTime(500);
        give(accepted(1_000, 7, Map.of(0L, 5L), Map.of("TOO_OLD", 2L))).give(duplicate(1_000, 4));
        assertThat(harness.extractOutputValues()).isEmpty();
        harness.setProcessingTime(1_000);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        new LineTotal("reported", 11),
                        new LineTotal("duplicate", 4),
                        new LineTotal("counted", 0),
                        new LineTotal("rejected.TOO_OLD", 2),
                        new LineTotal("pending", 5));
        assertThat(side(TotalLines.PERIODS)).containsExactly(new LinePeriod(0, false, 5, 0, Map.of()));
        harness.setProcessingTime(9_000);
        assertThat(harness.extractOutputValues()).hasSize(5);
        give(Tally.counted(12_000, 0, 5));
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(harness.extractOutputValues())
                .hasSize(10)
                .contains(new LineTotal("counted", 5), new LineTotal("pending", 0));
    }

    @Test
    void aMinuteShowsTheSumsAtItsEndHoweverLateItIsWritten() throws Exception {
        give(accepted(1_100, 5, Map.of(0L, 5L), Map.of()))
                .give(accepted(1_900, 3, Map.of(0L, 2L), Map.of("FUTURE", 1L)))
                .give(accepted(3_000, 10, Map.of(0L, 4L, 1L, 6L), Map.of()))
                .give(duplicate(2_999, 1));
        harness.processWatermark(1_998);
        assertThat(side(TotalLines.MINUTES)).isEmpty();
        harness.processWatermark(3_998);
        assertThat(minute(1_000))
                .isEqualTo(
                        Map.of("reported", 8L, "counted", 0L, "duplicate", 0L, "rejected.FUTURE", 1L, "pending", 7L));
        assertThat(minute(2_000))
                .isEqualTo(
                        Map.of("reported", 9L, "counted", 0L, "duplicate", 1L, "rejected.FUTURE", 1L, "pending", 7L));
        assertThat(minute(3_000)).isEmpty();
    }

    @Test
    void whatIsDecidedAtACloseBelongsToTheMinuteInWhichTheLogCouldCloseThePeriod() throws Exception {
        give(accepted(1_000, 5, Map.of(0L, 3L, 1L, 2L), Map.of()));
        give(Tally.counted(12_000, 0, 2)).give(Tally.rejected(12_000, 0, "PASS_INVALID", 1));
        harness.processWatermark(12_999);
        assertThat(minute(1_000)).isEqualTo(Map.of("reported", 5L, "counted", 0L, "duplicate", 0L, "pending", 5L));
        assertThat(minute(12_000))
                .isEqualTo(Map.of(
                        "reported", 5L, "counted", 2L, "duplicate", 0L, "rejected.PASS_INVALID", 1L, "pending", 2L));
    }

    @Test
    void aPeriodIsWrittenWhenItClosesAndOneWithoutLinesWhenItHasABatch() throws Exception {
        give(accepted(1_000, 3, Map.of(0L, 3L), Map.of())).give(Tally.sealed(22_000, 1));
        give(Tally.counted(12_000, 0, 2)).give(Tally.rejected(12_000, 0, "PASS_INVALID", 1));
        harness.processWatermark(9_999);
        assertThat(side(TotalLines.PERIODS)).containsExactly(new LinePeriod(0, true, 3, 2, Map.of("PASS_INVALID", 1L)));
        harness.processWatermark(19_999);
        assertThat(side(TotalLines.PERIODS)).endsWith(new LinePeriod(1, true, 0, 0, Map.of()));
    }

    @Test
    void aLineThatNobodyDecidedHaltsTheCloseOfItsPeriod() throws Exception {
        give(accepted(1_000, 3, Map.of(0L, 3L), Map.of())).give(Tally.counted(12_000, 0, 2));
        assertThatThrownBy(() -> harness.processWatermark(9_999))
                .rootCause()
                .hasMessageStartingWith("LINES_UNACCOUNTED: period 0 has closed and of its 3 lines 2 are counted"
                        + " and {} refused, which leaves 1");
    }

    @Test
    void aLineCountedTwiceHaltsTheCloseOfItsPeriod() throws Exception {
        give(accepted(1_000, 3, Map.of(0L, 3L), Map.of())).give(Tally.counted(12_000, 0, 4));
        assertThatThrownBy(() -> harness.processWatermark(9_999)).rootCause().hasMessageContaining("which leaves -1");
    }

    @Test
    void aReportedLineThatWasNeitherAdmittedNorRefusedHalts() throws Exception {
        give(accepted(1_000, 3, Map.of(0L, 2L), Map.of()));
        assertThatThrownBy(() -> harness.setProcessingTime(1_000))
                .rootCause()
                .hasMessageStartingWith("LINES_UNACCOUNTED: 1 lines were reported and are neither");
    }

    @Test
    void aLineOfAClosedPeriodHalts() throws Exception {
        harness.processWatermark(9_999);
        assertThatThrownBy(() -> give(accepted(11_000, 1, Map.of(0L, 1L), Map.of())))
                .rootCause()
                .hasMessageStartingWith("LINES_UNACCOUNTED: lines of a closed period came in");
    }

    @Test
    void sumsMinutesAndPeriodsGoOnAfterARestore() throws Exception {
        give(accepted(1_000, 3, Map.of(0L, 2L), Map.of("FUTURE", 1L)));
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
        give(accepted(1_500, 4, Map.of(0L, 4L), Map.of())).give(Tally.counted(12_000, 0, 6));
        harness.processWatermark(9_999);
        assertThat(minute(1_000))
                .isEqualTo(
                        Map.of("reported", 7L, "counted", 0L, "duplicate", 0L, "rejected.FUTURE", 1L, "pending", 6L));
        assertThat(side(TotalLines.PERIODS)).containsExactly(new LinePeriod(0, true, 6, 6, Map.of()));
    }

    @Test
    void whatIsOverLeavesNoState() throws Exception {
        give(accepted(1_000, 3, Map.of(0L, 3L), Map.of())).give(Tally.counted(12_000, 0, 3));
        harness.processWatermark(12_999);
        long after = harness.snapshot(1, 1).getStateSize();
        give(accepted(21_000, 3, Map.of(2L, 3L), Map.of())).give(Tally.counted(32_000, 2, 3));
        harness.processWatermark(32_999);
        assertThat(harness.snapshot(2, 2).getStateSize()).isEqualTo(after);
    }

    @Test
    void theNamesThatTablesKnowStayAsTheyAre() {
        assertThat(LineSum.values())
                .extracting(LineSum::key, LineSum::metric)
                .containsExactly(
                        tuple("reported", RoyaltyMetric.REPORTED_LINES),
                        tuple("counted", RoyaltyMetric.COUNTED_LINES),
                        tuple("duplicate", RoyaltyMetric.DUPLICATE_LINES),
                        tuple("rejected", RoyaltyMetric.REJECTED_LINES),
                        tuple("pending", RoyaltyMetric.PENDING_LINES));
    }
}
