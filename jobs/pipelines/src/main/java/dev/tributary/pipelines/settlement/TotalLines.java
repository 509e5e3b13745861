package dev.tributary.pipelines.settlement;

import dev.tributary.pipelines.metering.Tally;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The accounting equation over all gateways: totals since the log began, sent once a second while they change and at the
 * end of a bounded log. Keyed by the chain, so at parallelism 1.
 */
final class TotalLines extends KeyedProcessFunction<Long, Tally, LineTotal> {
    private static final long serialVersionUID = 1L;
    private static final long INTERVAL_MILLIS = 1_000;

    private transient MapState<String, Long> totals;

    @Override
    public void open(OpenContext context) {
        totals = getRuntimeContext().getMapState(new MapStateDescriptor<>("line-totals", Types.STRING, Types.LONG));
    }

    @Override
    public void processElement(Tally tally, Context context, Collector<LineTotal> out) throws Exception {
        add("reported", tally.reported());
        add("duplicate", tally.duplicate());
        add("counted", tally.counted());
        if (!tally.reason().isEmpty()) {
            add("rejected." + tally.reason(), tally.rejected());
        }
        long now = context.timerService().currentProcessingTime();
        context.timerService().registerProcessingTimeTimer((now / INTERVAL_MILLIS + 1) * INTERVAL_MILLIS);
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LineTotal> out) throws Exception {
        for (Map.Entry<String, Long> total : totals.entries()) {
            out.collect(new LineTotal(total.getKey(), total.getValue()));
        }
    }

    private void add(String name, long lines) throws Exception {
        Long known = totals.get(name);
        totals.put(name, (known == null ? 0 : known) + lines);
    }
}
