package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
import java.util.HashMap;
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
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Splits what one model receives among the accounts behind it, at the close of each period, with the split in force at
 * the start of each run of minutes, or at a sale's own place in the log. What falls into a freeze is held for that freeze
 * until it ends. Amounts with the same destination are summed first.
 */
final class SplitEarnings extends KeyedCoProcessFunction<String, ModelEarning, PayeeChange, AccountCredit> {
    static final OutputTag<SuspensePosition> SUSPENSE =
            new OutputTag<>("suspense", TypeInformation.of(SuspensePosition.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("suspense-changes", TypeInformation.of(BookEntry.class));

    private static final long serialVersionUID = 1L;
    private static final BigInteger SPLIT_WHOLE = BigInteger.valueOf(Split.WHOLE);

    private final BookingRule booking;
    private transient MapState<EarningBucket, BigInteger> open;
    private transient MapState<SuspenseKey, BigInteger> suspense;
    private transient ValueState<SplitHistory> splits;
    private transient ValueState<FreezeHistory> freezes;

    SplitEarnings(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-earnings", TypeInformation.of(EarningBucket.class), Types.BIG_INT));
        suspense = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("suspense", TypeInformation.of(SuspenseKey.class), Types.BIG_INT));
        splits = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("split-history", TypeInformation.of(SplitHistory.class)));
        freezes = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("freeze-history", TypeInformation.of(FreezeHistory.class)));
    }

    @Override
    public void processElement1(ModelEarning earning, Context context, Collector<AccountCredit> out) throws Exception {
        EarningBucket bucket = EarningBucket.of(earning);
        BigInteger known = open.get(bucket);
        open.put(bucket, known == null ? earning.amount() : known.add(earning.amount()));
        if (known == null) { // the timer of what is known waits already
            context.timerService().registerEventTimeTimer(booking.periodEnd(earning.period()) - 1);
        }
    }

    @Override
    public void processElement2(PayeeChange change, Context context, Collector<AccountCredit> out) throws Exception {
        if (change.split() != null) {
            splits.update(splits().plus(change.split().split()));
        }
        if (change.freeze() != null) {
            freezes.update(next(freezes(), change.freeze()));
            long period = booking.periodOf(change.freeze().timeMillis());
            context.timerService().registerEventTimeTimer(booking.periodEnd(period) - 1);
        }
    }

    private FreezeHistory next(FreezeHistory known, FreezeChange change) throws Exception {
        try {
            if (change.frozen()) {
                return known.frozen(change.timeMillis(), change.ordinal());
            }
            return known.unfrozen(change.timeMillis(), change.ordinal(), destination(change));
        } catch (IllegalStateException e) {
            throw SettlementHalted.because(
                    "FREEZE_IMPOSSIBLE",
                    "event " + change.ordinal() + " on model " + change.model() + ": " + e.getMessage()
                            + ". The chain log is not the contract's.");
        }
    }

    private Split destination(FreezeChange end) throws Exception {
        String redirectTo = end.redirectTo();
        return redirectTo == null ? splitAsOf(end.ordinal(), end.model()) : Split.wholeTo(redirectTo);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<AccountCredit> out) throws Exception {
        long period = booking.periodOf(timestamp);
        long endMillis = booking.periodEnd(period);
        SortedMap<String, BigInteger> heldBefore = heldByToken();
        SortedMap<String, Map<Split, BigInteger>> due = earned(period, context.getCurrentKey());
        release(endMillis, due);
        due.forEach((token, bySplit) -> {
            SortedMap<String, BigInteger> numerators = new TreeMap<>();
            bySplit.forEach((split, amount) -> Accrual.split(amount, split)
                    .forEach((account, numerator) -> numerators.merge(account, numerator, BigInteger::add)));
            numerators.forEach(
                    (account, numerator) -> out.collect(new AccountCredit(period, token, account, numerator)));
        });
        reportSuspense(period, heldBefore, heldByToken(), context);
    }

    /** Amounts of the period by token and split; those of a freeze that lasts are held instead. */
    private SortedMap<String, Map<Split, BigInteger>> earned(long period, String model) throws Exception {
        SortedMap<String, Map<Split, BigInteger>> due = new TreeMap<>();
        for (Iterator<Map.Entry<EarningBucket, BigInteger>> entries = open.iterator(); entries.hasNext(); ) {
            Map.Entry<EarningBucket, BigInteger> entry = entries.next();
            EarningBucket bucket = entry.getKey();
            if (bucket.period() != period) {
                continue;
            }
            FreezeHistory.Freeze freeze = freezeOf(bucket);
            if (freeze == null) {
                add(due, bucket.token(), splitOf(bucket, model), entry.getValue());
            } else {
                hold(new SuspenseKey(bucket.token(), freeze.index()), entry.getValue());
            }
            entries.remove();
        }
        if (open.isEmpty()) {
            open.clear(); // an emptied map would stay on the heap with its key
        }
        return due;
    }

    /** What was held for freezes that are over goes where their end said. */
    private void release(long endMillis, SortedMap<String, Map<Split, BigInteger>> due) throws Exception {
        List<FreezeHistory.Freeze> known = freezes().freezes();
        for (Iterator<Map.Entry<SuspenseKey, BigInteger>> entries = suspense.iterator(); entries.hasNext(); ) {
            Map.Entry<SuspenseKey, BigInteger> entry = entries.next();
            FreezeHistory.Freeze freeze = known.get(entry.getKey().freeze());
            Split destination = freeze.destination();
            if (destination != null && freeze.isOverBefore(endMillis)) {
                add(due, entry.getKey().token(), destination, entry.getValue());
                entries.remove();
            }
        }
        if (suspense.isEmpty()) {
            suspense.clear(); // an emptied map would stay on the heap with its key
        }
    }

    private void reportSuspense(
            long period,
            SortedMap<String, BigInteger> before,
            SortedMap<String, BigInteger> after,
            OnTimerContext context) {
        SortedMap<String, BigInteger> changes = new TreeMap<>(after);
        before.forEach((token, amount) -> changes.merge(token, amount.negate(), BigInteger::add));
        changes.forEach((token, change) -> {
            if (change.signum() == 0) {
                return;
            }
            BigInteger held = after.getOrDefault(token, BigInteger.ZERO).multiply(SPLIT_WHOLE);
            context.output(SUSPENSE, new SuspensePosition(period, token, context.getCurrentKey(), held));
            context.output(
                    BOOKS,
                    new BookEntry(
                            period, token, BookEntry.Book.SUSPENSE_CHANGE_NUMERATOR, change.multiply(SPLIT_WHOLE)));
        });
    }

    private FreezeHistory.@Nullable Freeze freezeOf(EarningBucket bucket) throws Exception {
        return bucket.saleOrdinal() > 0
                ? freezes().atOrdinal(bucket.saleOrdinal())
                : freezes().at(booking.minuteStart(bucket.minute()));
    }

    private Split splitOf(EarningBucket bucket, String model) throws Exception {
        if (bucket.saleOrdinal() > 0) {
            return splitAsOf(bucket.saleOrdinal(), model);
        }
        Split inForce = History.inForce(splits().splits(), booking.minuteStart(bucket.minute()));
        if (inForce == null) {
            throw SettlementHalted.because(
                    "SPLIT_MISSING",
                    "model " + model + " earned in minute " + bucket.minute()
                            + " but had no owner at its start. The chain log lacks its ModelRegistered event.");
        }
        return inForce;
    }

    private Split splitAsOf(long ordinal, String model) throws Exception {
        Split asOf = History.asOf(splits().splits(), ordinal);
        if (asOf == null) {
            throw SettlementHalted.because(
                    "SPLIT_MISSING",
                    "model " + model + " has no owner before event " + ordinal
                            + ". The chain log lacks its ModelRegistered event.");
        }
        return asOf;
    }

    private void hold(SuspenseKey key, BigInteger amount) throws Exception {
        BigInteger known = suspense.get(key);
        suspense.put(key, known == null ? amount : known.add(amount));
    }

    private SortedMap<String, BigInteger> heldByToken() throws Exception {
        SortedMap<String, BigInteger> held = new TreeMap<>();
        for (Map.Entry<SuspenseKey, BigInteger> entry : suspense.entries()) {
            held.merge(entry.getKey().token(), entry.getValue(), BigInteger::add);
        }
        return held;
    }

    private SplitHistory splits() throws Exception {
        SplitHistory known = splits.value();
        return known == null ? SplitHistory.NONE : known;
    }

    private FreezeHistory freezes() throws Exception {
        FreezeHistory known = freezes.value();
        return known == null ? FreezeHistory.NONE : known;
    }

    private static void add(
            SortedMap<String, Map<Split, BigInteger>> due, String token, Split split, BigInteger amount) {
        due.computeIfAbsent(token, t -> new HashMap<>()).merge(split, amount, BigInteger::add);
    }
}
