package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
import java.util.Iterator;
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
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Splits what one model receives among the accounts behind it, at the close of each period, with the split in force at
 * the start of each run of minutes. Amounts with the same split are summed first.
 */
final class SplitEarnings extends KeyedCoProcessFunction<String, ModelEarning, SplitChange, AccountCredit> {
    private static final long serialVersionUID = 1L;

    private final BookingRule booking;
    private transient MapState<RevenueBucket, BigInteger> open;
    private transient ValueState<List<Dated<Split>>> splits;

    SplitEarnings(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-earnings", TypeInformation.of(RevenueBucket.class), Types.BIG_INT));
        splits = getRuntimeContext().getState(new ValueStateDescriptor<>("split-history", DatedTypes.SPLITS));
    }

    @Override
    public void processElement1(ModelEarning earning, Context context, Collector<AccountCredit> out) throws Exception {
        RevenueBucket bucket = new RevenueBucket(earning.period(), earning.minute(), earning.token());
        BigInteger known = open.get(bucket);
        open.put(bucket, known == null ? earning.amount() : known.add(earning.amount()));
        context.timerService().registerEventTimeTimer(booking.periodEnd(earning.period()) - 1);
    }

    @Override
    public void processElement2(SplitChange change, Context context, Collector<AccountCredit> out) throws Exception {
        splits.update(History.insert(DatedTypes.orEmpty(splits.value()), change.split()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<AccountCredit> out) throws Exception {
        long period = booking.periodOf(timestamp);
        List<Dated<Split>> history = DatedTypes.orEmpty(splits.value());
        SortedMap<String, SortedMap<Integer, BigInteger>> closing = close(period, history, context.getCurrentKey());
        closing.forEach((token, bySplit) -> {
            SortedMap<String, BigInteger> numerators = new TreeMap<>();
            bySplit.forEach(
                    (split, amount) -> Accrual.split(amount, history.get(split).value())
                            .forEach((account, numerator) -> numerators.merge(account, numerator, BigInteger::add)));
            numerators.forEach(
                    (account, numerator) -> out.collect(new AccountCredit(period, token, account, numerator)));
        });
    }

    /** Amounts of the period by token and by position of the split in its history. */
    private SortedMap<String, SortedMap<Integer, BigInteger>> close(
            long period, List<Dated<Split>> history, String model) throws Exception {
        SortedMap<String, SortedMap<Integer, BigInteger>> closing = new TreeMap<>();
        for (Iterator<Map.Entry<RevenueBucket, BigInteger>> entries = open.iterator(); entries.hasNext(); ) {
            Map.Entry<RevenueBucket, BigInteger> entry = entries.next();
            RevenueBucket bucket = entry.getKey();
            if (bucket.period() != period) {
                continue;
            }
            int split = History.indexInForce(history, booking.minuteStart(bucket.minute()));
            if (split < 0) {
                throw SettlementHalted.because(
                        "SPLIT_MISSING",
                        "model " + model + " receives " + entry.getValue() + " (10^-20 base units of "
                                + bucket.token() + ") for minute " + bucket.minute()
                                + " but had no owner at its start. The chain log lacks its ModelRegistered event.");
            }
            closing.computeIfAbsent(bucket.token(), token -> new TreeMap<>())
                    .merge(split, entry.getValue(), BigInteger::add);
            entries.remove();
        }
        if (open.isEmpty()) {
            open.clear(); // an emptied map would stay on the heap with its key
        }
        return closing;
    }
}
