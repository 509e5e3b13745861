package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.royalties.ChargedMinutes;
import java.util.List;
import java.util.SortedMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sums up what a model did in each minute. What comes waits for the close of the period in which it is booked; then the
 * minutes that it changes are written, those that late lines change among them. A minute is forgotten when no line of it
 * can be booked any more.
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
    private transient WaitingMinutes waiting;

    /** By the period that the minutes lie in. */
    private transient MapState<Long, MinuteSummaries> summaries;

    SummariseMinutes(BookingRule booking) {
        this.booking = booking;
        this.periodsKept = (OLDEST_LINE_MILLIS + booking.graceMillis()) / booking.periodMillis() + 2;
    }

    @Override
    public void open(OpenContext context) {
        waiting = new WaitingMinutes(getRuntimeContext()
                .getListState(new ListStateDescriptor<>("open-minutes", TypeInformation.of(OpenMinute.class))));
        summaries = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "minute-summaries", Types.LONG, TypeInformation.of(MinuteSummaries.class)));
    }

    @Override
    public void processElement1(ChargedMinutes charges, Context context, Collector<UsageMinute> out) throws Exception {
        add(
                charges.model(),
                charges.minutes().stream()
                        .map(charge -> new OpenMinute(charges.period(), MinuteSummary.of(charge)))
                        .toList(),
                context.timerService());
    }

    @Override
    public void processElement2(ModelObservations observed, Context context, Collector<UsageMinute> out)
            throws Exception {
        add(
                observed.model(),
                observed.observations().stream()
                        .map(observation -> new OpenMinute(observation.period(), MinuteSummary.of(observation)))
                        .toList(),
                context.timerService());
    }

    private void add(String model, List<OpenMinute> parts, TimerService timers) throws Exception {
        waiting.add(model, parts, period -> timers.registerEventTimeTimer(booking.periodEnd(period) - 1));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<UsageMinute> out) throws Exception {
        long period = booking.periodOf(timestamp);
        if (timestamp == booking.periodStart(period)) {
            summaries.remove(period - 1 - periodsKept);
        }
        if (timestamp == booking.periodEnd(period) - 1) {
            close(context, out);
        }
    }

    /** Of all periods that time has passed by now: when it passes several at once, a minute is written once. */
    private void close(OnTimerContext context, Collector<UsageMinute> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        SortedMap<Long, MinuteSummary> added =
                waiting.take(context.getCurrentKey(), period -> booking.periodEnd(period) - 1 <= watermark);
        while (!added.isEmpty()) {
            long period = booking.periodOf(booking.minuteStart(added.firstKey()));
            SortedMap<Long, MinuteSummary> ofPeriod = added.headMap(booking.minute(booking.periodEnd(period)));
            MinuteSummaries now = known(period, context.timerService()).plus(ofPeriod.values());
            summaries.put(period, now);
            for (MinuteSummary minute : now.minutes()) {
                if (ofPeriod.containsKey(minute.minute()) && minute.isCharged()) {
                    out.collect(minute.toRow(booking.minuteStart(minute.minute()), context.getCurrentKey()));
                }
            }
            ofPeriod.clear();
        }
    }

    private MinuteSummaries known(long period, TimerService timers) throws Exception {
        MinuteSummaries known = summaries.get(period);
        if (known == null) {
            timers.registerEventTimeTimer(booking.periodEnd(period + periodsKept));
            return MinuteSummaries.NONE;
        }
        return known;
    }
}
