package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.ChargedMinute;
import dev.tributary.pipelines.royalties.ChargedMinutes;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what a model did in each minute. Whenever a period closes, the minutes that changed are written, those that
 * late lines changed among them; a minute is forgotten when no line of it can be booked any more.
 *
 * <p>A minute that was observed but not charged is kept and not written: of a model without terms it is never charged, and
 * what is charged later changes it again.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SummariseMinutes extends KeyedCoProcessFunction<String, ChargedMinutes, ModelObservations, UsageMinute> {
    private static final long serialVersionUID = 1L;
    private static final long OLDEST_LINE_MILLIS = 7 * 24 * 3_600_000L;

    private final BookingRule booking;
    private final long periodsKept;
    private transient MapState<Long, MinuteSummary> minutes;
    private transient ValueState<ChangedMinutes> changed;

    SummariseMinutes(BookingRule booking) {
        this.booking = booking;
        this.periodsKept = (OLDEST_LINE_MILLIS + booking.graceMillis()) / booking.periodMillis() + 2;
    }

    @Override
    public void open(OpenContext context) {
        minutes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "minute-summaries", Types.LONG, TypeInformation.of(MinuteSummary.class)));
        changed = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("changed-minutes", TypeInformation.of(ChangedMinutes.class)));
    }

    @Override
    public void processElement1(ChargedMinutes charges, Context context, Collector<UsageMinute> out) throws Exception {
        Marks marks = new Marks(context.timerService());
        for (ChargedMinute charge : charges.minutes()) {
            MinuteSummary known = summary(charge.minute());
            minutes.put(charge.minute(), known.plus(charge, charges.period()));
            marks.add(known, charge.minute(), charges.period());
        }
        marks.keep();
    }

    @Override
    public void processElement2(ModelObservations observed, Context context, Collector<UsageMinute> out)
            throws Exception {
        Marks marks = new Marks(context.timerService());
        for (UsageObservation observation : observed.observations()) {
            MinuteSummary known = summary(observation.minute());
            minutes.put(observation.minute(), known.plus(observation));
            marks.add(known, observation.minute(), observation.period());
        }
        marks.keep();
    }

    private MinuteSummary summary(long minute) throws Exception {
        MinuteSummary known = minutes.get(minute);
        return known == null ? MinuteSummary.NONE : known;
    }

    /** What a record changes; the state of the changed minutes is read and written once for all of them. */
    private final class Marks {
        private final TimerService timers;
        private @Nullable ChangedMinutes marked;

        Marks(TimerService timers) {
            this.timers = timers;
        }

        /** Most changes follow another of the same minute and period, and find all done. */
        void add(MinuteSummary before, long minute, long period) throws Exception {
            if (before.changedIn() == period) {
                return;
            }
            ChangedMinutes known = marked == null ? known() : marked;
            long forgottenAfter = booking.periodOf(booking.minuteStart(minute)) + periodsKept;
            if (known.closing() != period) {
                timers.registerEventTimeTimer(booking.periodEnd(period) - 1);
            }
            if (known.forgetting() != forgottenAfter) {
                timers.registerEventTimeTimer(booking.periodEnd(forgottenAfter));
            }
            marked = known.plus(minute, period, forgottenAfter);
        }

        private ChangedMinutes known() throws Exception {
            ChangedMinutes known = changed.value();
            return known == null ? ChangedMinutes.NONE : known;
        }

        void keep() throws Exception {
            if (marked != null) {
                changed.update(marked);
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<UsageMinute> out) throws Exception {
        long period = booking.periodOf(timestamp);
        if (timestamp == booking.periodStart(period)) {
            forget(period - 1 - periodsKept);
        }
        if (timestamp == booking.periodEnd(period) - 1) {
            write(period, context.getCurrentKey(), out);
        }
    }

    private void write(long period, String model, Collector<UsageMinute> out) throws Exception {
        ChangedMinutes known = changed.value();
        if (known == null) {
            return;
        }
        changed.clear();
        ChangedMinutes later = ChangedMinutes.NONE;
        for (long minute : known.minutes()) {
            MinuteSummary summary = summary(minute);
            boolean isAhead = summary.changedIn() > period; // a subtask above has told of a later period already
            if (summary.isCharged()) {
                out.collect(summary.toRow(booking.minuteStart(minute), model));
                if (isAhead) { // what else comes of that period is a change again
                    minutes.put(minute, summary.writtenIn(period));
                }
            } else if (isAhead) {
                later = later.plus(minute, known.closing(), known.forgetting());
            }
        }
        if (later.minutes().length > 0) {
            changed.update(later);
        }
    }

    private void forget(long period) throws Exception {
        long end = booking.minute(booking.periodEnd(period));
        for (long minute = booking.minute(booking.periodStart(period)); minute < end; minute++) {
            minutes.remove(minute);
        }
    }
}
