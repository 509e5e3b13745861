package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.ListGrowth;
import dev.tributary.pipelines.royalties.ChargedMinute;
import dev.tributary.pipelines.royalties.ChargedMinutes;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares that closing it may throw anything
final class SummariseMinutesTest {
    private static final BookingRule BOOKING = SignedReports.settings().booking();
    private static final String TOKEN = "0x" + "70".repeat(20);
    private static final long PERIOD = 490_000;
    private static final long MINUTE = PERIOD * 60 + 5;

    @Test
    void aMinuteIsWrittenAtTheCloseOfItsPeriod() throws Exception {
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 3, 1, 10, 20, 30);
            observe(minutes, PERIOD, 2, 0, 40);
            charge(minutes, PERIOD, "payer 1", 2, 500);
            charge(minutes, PERIOD, "payer 2", 3, 700);
            time(minutes, BOOKING.periodEnd(PERIOD) - 2);
            assertThat(minutes.extractOutputValues()).isEmpty();

            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues())
                    .containsExactly(new UsageMinute(
                            BOOKING.minuteStart(MINUTE),
                            Lines.MODEL,
                            TOKEN,
                            5,
                            MeterTotals.of(5, 10, 15, 20),
                            BigInteger.valueOf(1_200),
                            2,
                            5,
                            1,
                            20L,
                            40L,
                            40L));
        }
    }

    @Test
    void aMinuteWithoutLatencyHasNone() throws Exception {
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 1, 0);
            charge(minutes, PERIOD, "payer", 1, 0);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            UsageMinute row = minutes.extractOutputValues().get(0);
            assertThat(row.latencyP50Millis()).isNull();
            assertThat(row.latencyP99Millis()).isNull();
            assertThat(row.observedLines()).isEqualTo(1);
        }
    }

    @Test
    void lateLinesWriteTheWholeMinuteAgainAlsoAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (var minutes = open(null)) {
            charge(minutes, PERIOD, "payer 1", 1, 100);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues()).hasSize(1);
            state = minutes.snapshot(1, 1);
        }
        try (var minutes = open(state)) {
            charge(minutes, PERIOD + 30, "payer 1", 4, 900);
            time(minutes, BOOKING.periodEnd(PERIOD + 30) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.lines()).isEqualTo(5);
                assertThat(row.revenueMicro()).isEqualTo(1_000);
                assertThat(row.payers()).isEqualTo(1);
            });
        }
    }

    @Test
    void aMinuteThatDidNotChangeIsNotWrittenAgain() throws Exception {
        try (var minutes = open(null)) {
            charge(minutes, PERIOD, "payer", 1, 100);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            time(minutes, BOOKING.periodEnd(PERIOD + 500) - 1);
            assertThat(minutes.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void whatIsObservedButNeverChargedIsNotWritten() throws Exception {
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 1, 0, 10);
            time(minutes, BOOKING.periodEnd(PERIOD + 10) - 1);
            assertThat(minutes.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void aMinuteIsForgottenOnceNoLineOfItCanBeBookedAnyMore() throws Exception {
        try (var minutes = open(null)) {
            long empty = minutes.snapshot(1, 1).getStateSize();
            charge(minutes, PERIOD, "payer", 1, 100);
            observe(minutes, PERIOD, 1, 0, 10);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            long lastBooking = BOOKING.minuteStart(MINUTE) + SignedReports.MINUTE + 7 * 86_400_000L;
            time(minutes, lastBooking);
            assertThat(minutes.snapshot(2, 2).getStateSize()).isGreaterThan(empty);
            time(minutes, lastBooking + 3 * SignedReports.PERIOD);
            assertThat(minutes.numKeyedStateEntries()).isZero();
            assertThat(minutes.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void manyChangesOfAPeriodWaitForOneTimerAndAreWrittenOnce() throws Exception {
        try (var minutes = open(null)) {
            for (int i = 0; i < 10; i++) {
                observe(minutes, PERIOD, 1, 0, 10);
                charge(minutes, PERIOD, "payer " + i, 1, 100);
            }
            assertThat(minutes.numEventTimeTimers()).isEqualTo(1);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.lines()).isEqualTo(10);
                assertThat(row.observedLines()).isEqualTo(10);
            });
            assertThat(minutes.numEventTimeTimers()).as("to forget").isEqualTo(1);
        }
    }

    @Test
    void whatASubtaskTellsOfTheNextPeriodBeforeItsTimeIsWrittenAtItsClose() throws Exception {
        OperatorSubtaskState state;
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 1, 0, 10);
            observe(minutes, PERIOD + 1, 2, 0, 20);
            observe(minutes, PERIOD, 4, 0, 30);
            charge(minutes, PERIOD, "payer 1", 5, 100);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.observedLines()).isEqualTo(5);
                assertThat(row.latencyP99Millis()).isEqualTo(30);
            });
            state = minutes.snapshot(1, 1);
        }
        try (var minutes = open(state)) {
            charge(minutes, PERIOD + 1, "payer 2", 2, 50);
            time(minutes, BOOKING.periodEnd(PERIOD + 1) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.lines()).isEqualTo(7);
                assertThat(row.observedLines()).isEqualTo(7);
                assertThat(row.revenueMicro()).isEqualTo(150);
                assertThat(row.payers()).isEqualTo(2);
                assertThat(row.latencyP99Millis()).isEqualTo(30);
            });
            time(minutes, BOOKING.periodEnd(PERIOD + 2) - 1);
            assertThat(minutes.extractOutputValues()).hasSize(1);
        }
    }

    /** The stages above may have closed both before the slowest of them lets time pass here. */
    @Test
    void whatIsKnownWhenTwoPeriodsCloseAtOnceIsWrittenOnce() throws Exception {
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 1, 0, 10);
            observe(minutes, PERIOD + 1, 2, 0, 20);
            charge(minutes, PERIOD, "payer 1", 1, 100);
            charge(minutes, PERIOD + 1, "payer 2", 2, 50);
            time(minutes, BOOKING.periodEnd(PERIOD + 1) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.lines()).isEqualTo(3);
                assertThat(row.observedLines()).isEqualTo(3);
            });
        }
    }

    @Test
    void whatIsAheadButNotChargedYetWaitsForItsOwnPeriod() throws Exception {
        try (var minutes = open(null)) {
            observe(minutes, PERIOD + 1, 2, 0, 20);
            observe(minutes, PERIOD, 1, 0, 10);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues()).isEmpty();
            charge(minutes, PERIOD + 1, "payer", 2, 50);
            time(minutes, BOOKING.periodEnd(PERIOD + 1) - 1);
            assertThat(minutes.extractOutputValues()).hasSize(1);
        }
    }

    /** Refused at the close of its own period, and charged in a later one. */
    @Test
    void whatWasObservedBeforeTheFirstChargeIsWrittenWithIt() throws Exception {
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 3, 1, 10);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            charge(minutes, PERIOD + 2, "payer", 1, 100);
            time(minutes, BOOKING.periodEnd(PERIOD + 2) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.observedLines()).isEqualTo(3);
                assertThat(row.errorLines()).isEqualTo(1);
            });
        }
    }

    @Test
    void allMinutesOfARecordAreSummedAndWrittenEachInItsPeriodAndToken() throws Exception {
        OperatorSubtaskState state;
        try (var minutes = open(null)) {
            minutes.processElement2(
                    new ModelObservations(
                            Lines.MODEL,
                            List.of(
                                    observed(MINUTE, PERIOD, 1, 0, 10),
                                    observed(MINUTE + 1, PERIOD, 2, 1, 20),
                                    observed(MINUTE, PERIOD + 1, 4, 2, 30),
                                    observed(MINUTE + 60, PERIOD + 1, 8, 3, 40))),
                    0);
            minutes.processElement1(
                    new ChargedMinutes(
                            Lines.MODEL,
                            PERIOD,
                            List.of(
                                    charged(TOKEN, MINUTE, "payer 1", 1, 100),
                                    charged("other token", MINUTE + 1, "payer 2", 2, 200))),
                    0);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues())
                    .extracting(
                            UsageMinute::minuteStartMillis,
                            UsageMinute::token,
                            UsageMinute::lines,
                            UsageMinute::observedLines,
                            UsageMinute::errorLines)
                    .containsExactlyInAnyOrder(
                            tuple(BOOKING.minuteStart(MINUTE), TOKEN, 1L, 1L, 0L),
                            tuple(BOOKING.minuteStart(MINUTE + 1), "other token", 2L, 2L, 1L));
            state = minutes.snapshot(1, 1);
        }
        try (var minutes = open(state)) {
            minutes.processElement1(
                    new ChargedMinutes(
                            Lines.MODEL,
                            PERIOD + 1,
                            List.of(
                                    charged("other token", MINUTE, "payer 2", 4, 400),
                                    charged("other token", MINUTE + 60, "payer 2", 8, 800))),
                    0);
            time(minutes, BOOKING.periodEnd(PERIOD + 1) - 1);
            assertThat(minutes.extractOutputValues())
                    .extracting(
                            UsageMinute::minuteStartMillis,
                            UsageMinute::token,
                            UsageMinute::lines,
                            UsageMinute::revenueMicro,
                            UsageMinute::payers,
                            UsageMinute::latencyP99Millis)
                    .containsExactlyInAnyOrder(
                            tuple(BOOKING.minuteStart(MINUTE), "other token", 5L, BigInteger.valueOf(500), 2L, 30L),
                            tuple(
                                    BOOKING.minuteStart(MINUTE + 60),
                                    "other token",
                                    8L,
                                    BigInteger.valueOf(800),
                                    1L,
                                    40L));
            time(minutes, BOOKING.periodEnd(PERIOD + 400));
            assertThat(minutes.numKeyedStateEntries()).isZero();
            assertThat(minutes.numEventTimeTimers()).isZero();
        }
    }

    /** What a restart forgets is only how much came since the last summing, and for what a timer waits already. */
    @Test
    void whatWaitsIsWrittenAfterARestoreAndWithWhatComesThen() throws Exception {
        OperatorSubtaskState state;
        try (var minutes = open(null)) {
            observe(minutes, PERIOD, 2, 1, 10);
            state = minutes.snapshot(1, 1);
        }
        try (var minutes = open(state)) {
            assertThat(minutes.numEventTimeTimers()).isEqualTo(1);
            observe(minutes, PERIOD, 4, 0, 20);
            charge(minutes, PERIOD, "payer", 6, 100);
            assertThat(minutes.numEventTimeTimers()).isEqualTo(1);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.observedLines()).isEqualTo(6);
                assertThat(row.errorLines()).isEqualTo(1);
                assertThat(row.latencyP50Millis()).isEqualTo(10);
            });
        }
    }

    @Test
    void whatWaitsForAPeriodThatIsAheadIsWrittenAlsoAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (var minutes = open(null)) {
            observe(minutes, PERIOD + 1, 1, 0, 10);
            charge(minutes, PERIOD + 1, "payer", 1, 100);
            charge(minutes, PERIOD, "payer", 1, 100);
            time(minutes, BOOKING.periodEnd(PERIOD) - 1);
            assertThat(minutes.extractOutputValues()).hasSize(1);
            state = minutes.snapshot(1, 1);
        }
        try (var minutes = open(state)) {
            time(minutes, BOOKING.periodEnd(PERIOD + 1) - 1);
            assertThat(minutes.extractOutputValues()).singleElement().satisfies(row -> {
                assertThat(row.lines()).isEqualTo(2);
                assertThat(row.observedLines()).isEqualTo(1);
            });
        }
    }

    @Test
    void minutesOfSeveralPeriodsThatOneCloseChangesAreFoundAgain() throws Exception {
        List<Long> all = List.of(MINUTE - 60, MINUTE, MINUTE + 1, MINUTE + 60);
        try (var minutes = open(null)) {
            for (long period : List.of(PERIOD + 1, PERIOD + 2)) {
                minutes.processElement1(
                        new ChargedMinutes(
                                Lines.MODEL,
                                period,
                                all.stream()
                                        .map(minute -> charged(TOKEN, minute, "payer", 1, 100))
                                        .toList()),
                        0);
                time(minutes, BOOKING.periodEnd(period) - 1);
            }
            charge(minutes, PERIOD + 3, "payer", 1, 100);
            time(minutes, BOOKING.periodEnd(PERIOD + 3) - 1);
            assertThat(minutes.extractOutputValues())
                    .extracting(row -> BOOKING.minute(row.minuteStartMillis()), UsageMinute::lines)
                    .containsExactly(
                            tuple(MINUTE - 60, 1L),
                            tuple(MINUTE, 1L),
                            tuple(MINUTE + 1, 1L),
                            tuple(MINUTE + 60, 1L),
                            tuple(MINUTE - 60, 2L),
                            tuple(MINUTE, 2L),
                            tuple(MINUTE + 1, 2L),
                            tuple(MINUTE + 60, 2L),
                            tuple(MINUTE, 3L));
            assertThat(minutes.numEventTimeTimers())
                    .as("one for each period of minutes")
                    .isEqualTo(3);
            time(minutes, BOOKING.minuteStart(MINUTE - 60) + 8 * 86_400_000L);
            assertThat(minutes.numKeyedStateEntries()).isZero();
        }
    }

    /** Of a period, models have a record with every checkpoint. */
    @Test
    void stateOfAPeriodDoesNotGrowWithTheRecords() throws Exception {
        try (var minutes = open(null)) {
            for (int i = 0; i < 10_000; i++) {
                observe(minutes, PERIOD, 1, 0, 10);
            }
            assertThat(minutes.snapshot(1, 1).getStateSize()).isLessThan(3 * ListGrowth.LEAST_SUMMED);
        }
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, ChargedMinutes, ModelObservations, UsageMinute> open(
            @Nullable OperatorSubtaskState state) throws Exception {
        var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new SummariseMinutes(BOOKING)),
                ChargedMinutes::model,
                ModelObservations::model,
                Types.STRING);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static void time(
            KeyedTwoInputStreamOperatorTestHarness<String, ChargedMinutes, ModelObservations, UsageMinute> harness,
            long millis)
            throws Exception {
        harness.processBothWatermarks(new Watermark(millis));
    }

    private static void charge(
            KeyedTwoInputStreamOperatorTestHarness<String, ChargedMinutes, ModelObservations, UsageMinute> harness,
            long period,
            String payer,
            long lines,
            long micro)
            throws Exception {
        ChargedMinute charged = charged(TOKEN, MINUTE, payer, lines, micro);
        harness.processElement1(new ChargedMinutes(Lines.MODEL, period, List.of(charged)), 0);
    }

    private static ChargedMinute charged(String token, long minute, String payer, long lines, long micro) {
        MeterTotals meters = MeterTotals.of(lines, 2 * lines, 3 * lines, 4 * lines);
        return new ChargedMinute(token, minute, List.of(payer), BigInteger.valueOf(micro), meters, lines);
    }

    private static UsageObservation observed(long minute, long period, long lines, long errors, long... latencies) {
        return new UsageObservation(minute, period, lines, errors, Latencies.of(latencies));
    }

    private static void observe(
            KeyedTwoInputStreamOperatorTestHarness<String, ChargedMinutes, ModelObservations, UsageMinute> harness,
            long period,
            long lines,
            long errors,
            long... latencies)
            throws Exception {
        UsageObservation observed = observed(MINUTE, period, lines, errors, latencies);
        harness.processElement2(new ModelObservations(Lines.MODEL, List.of(observed)), 0);
    }
}
