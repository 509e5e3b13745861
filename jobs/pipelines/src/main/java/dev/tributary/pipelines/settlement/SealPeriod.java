package dev.tributary.pipelines.settlement;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.domain.usage.BookingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Seals every period with lines: one header, numbered 1, 2, 3 ... in the order of the periods. Keyed by the vault, so at
 * parallelism 1. Its timer fires after the watermark of every account operator has passed the end, so all lines of the
 * period are here.
 */
final class SealPeriod extends KeyedProcessFunction<String, SealingFact, BatchHeader> {
    private static final long serialVersionUID = 1L;

    private final long chainId;
    private final BookingRule booking;
    private final int usagePartitions;
    private final boolean fundAll;
    private transient MapState<Long, PeriodSum> open;
    private transient MapState<String, TokenBooks> books;
    private transient ValueState<LogEnds> logEnds;
    private transient ValueState<Long> lastEpoch;

    /** @param fundAll charges were covered without balances, so that balances do not add up to them */
    SealPeriod(long chainId, BookingRule booking, int usagePartitions, boolean fundAll) {
        this.chainId = chainId;
        this.booking = booking;
        this.usagePartitions = usagePartitions;
        this.fundAll = fundAll;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("open-periods", Types.LONG, TypeInformation.of(PeriodSum.class)));
        books = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("token-books", Types.STRING, TypeInformation.of(TokenBooks.class)));
        logEnds =
                getRuntimeContext().getState(new ValueStateDescriptor<>("log-ends", TypeInformation.of(LogEnds.class)));
        lastEpoch = getRuntimeContext().getState(new ValueStateDescriptor<>("last-epoch", Types.LONG));
    }

    @Override
    public void processElement(SealingFact fact, Context context, Collector<BatchHeader> out) throws Exception {
        if (fact.line() != null) {
            long period = fact.line().period();
            open.put(period, sum(period).plus(fact.line()));
            context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
        }
        if (fact.entry() != null) {
            long period = fact.entry().period();
            open.put(period, sum(period).plus(fact.entry()));
            context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
        }
        if (fact.frontier() != null) {
            logEnds.update(stillNeeded(context.timerService()).plus(fact.frontier()));
        }
        if (fact.block() != null) {
            logEnds.update(stillNeeded(context.timerService()).plus(fact.block(), booking.periodMillis()));
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<BatchHeader> out) throws Exception {
        long period = booking.periodOf(timestamp);
        long endMillis = booking.periodEnd(period);
        PeriodSum sum = sum(period);
        open.remove(period);
        closeBooks(period, sum);
        if (sum.lineCount() == 0) {
            return;
        }
        long epoch = lastEpoch.value() == null ? 1 : lastEpoch.value() + 1;
        lastEpoch.update(epoch);
        LogEnds ends = logEnds();
        out.collect(new BatchHeader(
                chainId,
                context.getCurrentKey(),
                epoch,
                booking.periodStart(period),
                endMillis,
                sum.lineCount(),
                sum.digest().hex(),
                totals(sum),
                ends.firstOffsetsAfter(endMillis, usagePartitions),
                ends.firstBlockAfter(endMillis)));
        logEnds.update(ends.from(endMillis));
    }

    /** Halts when the books of a token do not balance. */
    private void closeBooks(long period, PeriodSum sum) throws Exception {
        for (Map.Entry<String, TokenSum> entry : sum.tokens().entrySet()) {
            String token = entry.getKey();
            TokenBooks known = books.get(token);
            TokenBooks next = (known == null ? TokenBooks.EMPTY : known).plus(entry.getValue());
            TokenBooks.requireConserved(period, token, entry.getValue());
            if (!fundAll) {
                next.requireWhole(period, token);
            }
            books.put(token, next);
        }
    }

    /** Of every token that ever moved, sorted: what is unfunded stays unfunded in a period without any of it. */
    private List<TokenTotals> totals(PeriodSum sum) throws Exception {
        SortedMap<String, TokenBooks> known = new TreeMap<>();
        for (Map.Entry<String, TokenBooks> entry : books.entries()) {
            known.put(entry.getKey(), entry.getValue());
        }
        List<TokenTotals> totals = new ArrayList<>();
        for (Map.Entry<String, TokenBooks> entry : known.entrySet()) {
            String token = entry.getKey();
            totals.add(entry.getValue().totals(token, sum.tokens().getOrDefault(token, TokenSum.NONE)));
            books.put(token, entry.getValue().afterBatch());
        }
        return totals;
    }

    private PeriodSum sum(long period) throws Exception {
        PeriodSum known = open.get(period);
        return known == null ? PeriodSum.NONE : known;
    }

    private LogEnds logEnds() throws Exception {
        LogEnds known = logEnds.value();
        return known == null ? LogEnds.NONE : known;
    }

    /** Periods that have closed ask for nothing any more, whether or not they became a batch. */
    private LogEnds stillNeeded(TimerService timers) throws Exception {
        long closedMillis = timers.currentWatermark();
        if (closedMillis == Long.MIN_VALUE) {
            return logEnds();
        }
        return logEnds().from(booking.periodEnd(booking.periodOf(closedMillis + 1)));
    }
}
