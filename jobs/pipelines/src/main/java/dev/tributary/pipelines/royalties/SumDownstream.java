package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.BookingRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** One row per (period, token) of what all descendants of a model did, at the close of the period. */
final class SumDownstream extends KeyedProcessFunction<String, DownstreamUsage, DownstreamUsage> {
    private static final long serialVersionUID = 1L;

    private final BookingRule booking;
    private transient ListState<DownstreamUsage> open;

    SumDownstream(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getListState(
                        new ListStateDescriptor<>("open-downstream-usage", TypeInformation.of(DownstreamUsage.class)));
    }

    @Override
    public void processElement(DownstreamUsage usage, Context context, Collector<DownstreamUsage> out)
            throws Exception {
        open.add(usage);
        long period = booking.periodOf(usage.periodStartMillis());
        context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<DownstreamUsage> out) throws Exception {
        long periodStartMillis = booking.periodStart(booking.periodOf(timestamp));
        Map<String, DownstreamUsage> byToken = new LinkedHashMap<>();
        List<DownstreamUsage> later = new ArrayList<>(0);
        for (DownstreamUsage usage : open.get()) {
            if (usage.periodStartMillis() == periodStartMillis) {
                byToken.merge(usage.token(), usage, DownstreamUsage::plus);
            } else {
                later.add(usage);
            }
        }
        byToken.values().forEach(out::collect);
        if (later.isEmpty()) {
            open.clear();
        } else {
            open.update(later);
        }
    }
}
