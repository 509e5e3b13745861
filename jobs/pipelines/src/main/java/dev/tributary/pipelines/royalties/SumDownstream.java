package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** One row per (period, token) of what all descendants of a model did, at the close of the period. */
final class SumDownstream extends KeyedProcessFunction<String, DownstreamUsage, DownstreamUsage> {
    private static final long serialVersionUID = 1L;

    private final BookingRule booking;
    private transient MapState<String, DownstreamUsage> open;

    SumDownstream(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-downstream-usage", Types.STRING, TypeInformation.of(DownstreamUsage.class)));
    }

    @Override
    public void processElement(DownstreamUsage usage, Context context, Collector<DownstreamUsage> out)
            throws Exception {
        String row = usage.periodStartMillis() + " " + usage.token();
        DownstreamUsage known = open.get(row);
        open.put(row, known == null ? usage : known.plus(usage));
        long period = booking.periodOf(usage.periodStartMillis());
        context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<DownstreamUsage> out) throws Exception {
        long periodStartMillis = booking.periodStart(booking.periodOf(timestamp));
        for (var entries = open.iterator(); entries.hasNext(); ) {
            DownstreamUsage row = entries.next().getValue();
            if (row.periodStartMillis() == periodStartMillis) {
                out.collect(row);
                entries.remove();
            }
        }
        if (open.isEmpty()) {
            open.clear(); // an emptied map would stay on the heap with its key
        }
    }
}
