package dev.tributary.pipelines.settlement;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.metering.Tally;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The accounting equation over all gateways. Sums are sent once a second while they change, with the periods that are
 * open, and at the end of a bounded log; minutes and periods when they are over, and they halt settlement when a line is
 * missing. Keyed by the chain, so at parallelism 1; kept outside of keyed state, since every report passes here.
 *
 * <p>Its watermark passes the end of a period before the barrier of the checkpoint that commits the period's header, on
 * every input, so the period's row is written before the header can be seen.
 */
@SuppressWarnings("NullAway.Init") // Flink initialises an operator before it gives it anything
final class TotalLines extends KeyedProcessFunction<Long, Tally, LineTotal> implements CheckpointedFunction {
    static final OutputTag<LineMinute> MINUTES = new OutputTag<>("line-minutes", TypeInformation.of(LineMinute.class));
    static final OutputTag<LinePeriod> PERIODS = new OutputTag<>("line-periods", TypeInformation.of(LinePeriod.class));

    private static final long serialVersionUID = 1L;
    private static final long INTERVAL_MILLIS = 1_000;

    private final BookingRule booking;
    private transient ListState<LineAccounts> checkpointed;
    private transient LineAccounts accounts;
    private transient LineGauges gauges;

    TotalLines(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        checkpointed = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("line-accounts", TypeInformation.of(LineAccounts.class)));
        accounts = LineAccounts.empty();
        for (LineAccounts restored : checkpointed.get()) {
            accounts = restored;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        checkpointed.update(List.of(accounts));
    }

    @Override
    public void open(OpenContext context) {
        gauges = new LineGauges(booking);
        gauges.show(accounts);
        gauges.register(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Tally tally, Context context, Collector<LineTotal> out) {
        refuseClosed(tally, context.timerService().currentWatermark());
        if (accounts.add(tally, booking)) {
            context.timerService()
                    .registerEventTimeTimer(booking.minuteStart(booking.minute(tally.logMillis()) + 1) - 1);
            for (long period : accounts.periods().keySet()) {
                context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
            }
        }
        long now = context.timerService().currentProcessingTime();
        context.timerService().registerProcessingTimeTimer((now / INTERVAL_MILLIS + 1) * INTERVAL_MILLIS);
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    private void refuseClosed(Tally tally, long watermark) {
        if (watermark == Long.MIN_VALUE) {
            return;
        }
        boolean late = tally.period() != Tally.NONE && booking.periodEnd(tally.period()) <= watermark + 1;
        for (long period : tally.admitted().keySet()) {
            late |= booking.periodEnd(period) <= watermark + 1;
        }
        if (late) {
            throw SettlementHalted.because(
                    "LINES_UNACCOUNTED",
                    "lines of a closed period came in: " + tally + " at log time " + watermark
                            + ". The usage log is not in the order of its append times.");
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LineTotal> out) {
        if (context.timeDomain() == TimeDomain.EVENT_TIME) {
            long now = timestamp == Long.MAX_VALUE ? timestamp : timestamp + 1;
            accounts.closePeriods(now, booking).forEach(row -> context.output(PERIODS, row));
            accounts.closeMinutes(now, booking).forEach(row -> context.output(MINUTES, row));
        }
        gauges.show(accounts);
        if (context.timeDomain() == TimeDomain.PROCESSING_TIME || timestamp == Long.MAX_VALUE) {
            LineAccounts.requireWhole(accounts.sums());
            accounts.sums().forEach((name, lines) -> out.collect(new LineTotal(name, lines)));
            accounts.periods().forEach((period, lines) -> context.output(PERIODS, lines.toRow(period, false)));
        }
    }
}
