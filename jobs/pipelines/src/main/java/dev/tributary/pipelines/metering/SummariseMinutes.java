package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.ChargedMinute;
import java.util.Iterator;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sums up what a model did in each minute. Whenever a period closes, the minutes that changed are written, those that
 * late lines changed among them; a minute is forgotten when no line of it can be booked any more.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SummariseMinutes extends KeyedCoProcessFunction<String, ChargedMinute, UsageObservation, UsageMinute> {
    private static final long serialVersionUID = 1L;
    private static final long OLDEST_LINE_MILLIS = 7 * 24 * 3_600_000L;

    private final BookingRule booking;
    private final long periodsKept;
    private transient MapState<Long, MinuteSummary> minutes;
    private transient MapState<Long, Boolean> changed;

    SummariseMinutes(BookingRule booking) {
        this.booking = booking;
        this.periodsKept = (OLDEST_LINE_MILLIS + booking.graceMillis()) / booking.periodMillis() + 2;
    }

    @Override
    public void open(OpenContext context) {
        minutes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "minute-summaries", Types.LONG, TypeInformation.of(MinuteSummary.class)));
        changed =
                getRuntimeContext().getMapState(new MapStateDescriptor<>("changed-minutes", Types.LONG, Types.BOOLEAN));
    }

    @Override
    public void processElement1(ChargedMinute charge, Context context, Collector<UsageMinute> out) throws Exception {
        update(charge.minute(), charge.period(), summary(charge.minute()).plus(charge), context);
    }

    @Override
    public void processElement2(UsageObservation observation, Context context, Collector<UsageMinute> out)
            throws Exception {
        update(
                observation.minute(),
                observation.period(),
                summary(observation.minute()).plus(observation),
                context);
    }

    private void update(long minute, long period, MinuteSummary summary, Context context) throws Exception {
        minutes.put(minute, summary);
        changed.put(minute, true);
        context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
        long forgottenAfter = booking.periodOf(booking.minuteStart(minute)) + periodsKept;
        context.timerService().registerEventTimeTimer(booking.periodEnd(forgottenAfter) - 1);
    }

    private MinuteSummary summary(long minute) throws Exception {
        MinuteSummary known = minutes.get(minute);
        return known == null ? MinuteSummary.NONE : known;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<UsageMinute> out) throws Exception {
        for (Iterator<Long> iterator = changed.keys().iterator(); iterator.hasNext(); ) {
            long minute = iterator.next();
            MinuteSummary summary = summary(minute);
            // Observed in a period that is still open, or of a model without terms, which is never charged.
            if (summary.isCharged()) {
                out.collect(summary.toRow(booking.minuteStart(minute), context.getCurrentKey()));
                iterator.remove();
            }
        }
        forget(booking.periodOf(timestamp) - periodsKept);
    }

    private void forget(long period) throws Exception {
        long first = booking.minute(booking.periodStart(period));
        long end = booking.minute(booking.periodEnd(period));
        for (long minute = first; minute < end; minute++) {
            minutes.remove(minute);
            changed.remove(minute);
        }
    }
}
