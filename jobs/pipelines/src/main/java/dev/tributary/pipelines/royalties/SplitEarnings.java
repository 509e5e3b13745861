package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Splits what one model receives among the accounts behind it, at the close of each period, with the split in force at
 * the start of each run of minutes, or at a sale's own place in the log. What falls into a freeze is held for that freeze
 * until it ends. Amounts with the same destination are summed first.
 *
 * <p>Earnings are kept as they come. Usage comes as one record per subtask, token and run of minutes, and goes with the
 * close; each sale has a place of its own in the log, and so nothing that it could be added to before the splits are known.
 */
final class SplitEarnings extends KeyedCoProcessFunction<String, ModelEarning, PayeeChange, AccountCredit> {
    static final OutputTag<SuspensePosition> SUSPENSE =
            new OutputTag<>("suspense", TypeInformation.of(SuspensePosition.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("suspense-changes", TypeInformation.of(BookEntry.class));

    private static final long serialVersionUID = 1L;
    private static final BigInteger SPLIT_WHOLE = BigInteger.valueOf(Split.WHOLE);

    private final BookingRule booking;
    private transient AwaitedCloses awaited;
    private transient ListState<OpenEarning> open;
    private transient MapState<SuspenseKey, BigInteger> suspense;
    private transient ValueState<SplitHistory> splits;
    private transient ValueState<FreezeHistory> freezes;

    SplitEarnings(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        awaited = new AwaitedCloses();
        open = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("open-earnings", TypeInformation.of(OpenEarning.class)));
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
        open.add(OpenEarning.of(earning));
        if (awaited.add(earning.model(), earning.period())) {
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
        return redirectTo == null ? payees(end.model()).splitAsOf(end.ordinal()) : Split.wholeTo(redirectTo);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<AccountCredit> out) throws Exception {
        long period = booking.periodOf(timestamp);
        String model = context.getCurrentKey();
        awaited.closed(model, period);
        Payees payees = payees(model);
        Map<SuspenseKey, BigInteger> before = payees.wereEverFrozen() ? held() : Map.of();
        Map<SuspenseKey, BigInteger> held = new HashMap<>(before);
        SortedMap<String, Map<Split, BigInteger>> due = earned(period, payees, held);
        release(booking.periodEnd(period), payees, held, due);
        remember(before, held);
        due.forEach((token, bySplit) -> {
            SortedMap<String, BigInteger> numerators = new TreeMap<>();
            bySplit.forEach((split, amount) -> Accrual.split(amount, split)
                    .forEach((account, numerator) -> numerators.merge(account, numerator, BigInteger::add)));
            numerators.forEach(
                    (account, numerator) -> out.collect(new AccountCredit(period, token, account, numerator)));
        });
        reportSuspense(period, byToken(before), byToken(held), context);
    }

    /** Amounts of the period by token and split, which wait no longer; those of a freeze that lasts are held instead. */
    private SortedMap<String, Map<Split, BigInteger>> earned(
            long period, Payees payees, Map<SuspenseKey, BigInteger> held) throws Exception {
        SortedMap<String, Map<Split, BigInteger>> due = new TreeMap<>();
        List<OpenEarning> others = new ArrayList<>(0);
        boolean any = false;
        for (OpenEarning earning : open.get()) {
            if (earning.period() != period) {
                others.add(earning);
                continue;
            }
            any = true;
            FreezeHistory.Freeze freeze = payees.freezeOf(earning);
            if (freeze == null) {
                add(due, earning.token(), payees.splitOf(earning), earning.amount());
            } else {
                held.merge(new SuspenseKey(earning.token(), freeze.index()), earning.amount(), BigInteger::add);
            }
        }
        if (any) {
            open.update(others); // nothing of nothing, which leaves no key
        }
        return due;
    }

    /** What was held for freezes that are over goes where their end said. */
    private static void release(
            long endMillis,
            Payees payees,
            Map<SuspenseKey, BigInteger> held,
            SortedMap<String, Map<Split, BigInteger>> due) {
        List<FreezeHistory.Freeze> known = payees.freezes().freezes();
        held.entrySet().removeIf(entry -> {
            Split destination = known.get(entry.getKey().freeze()).destinationAt(endMillis);
            if (destination == null) {
                return false;
            }
            add(due, entry.getKey().token(), destination, entry.getValue());
            return true;
        });
    }

    private Map<SuspenseKey, BigInteger> held() throws Exception {
        Map<SuspenseKey, BigInteger> held = new HashMap<>();
        suspense.entries().forEach(entry -> held.put(entry.getKey(), entry.getValue()));
        return held;
    }

    private void remember(Map<SuspenseKey, BigInteger> before, Map<SuspenseKey, BigInteger> held) throws Exception {
        if (held.equals(before)) {
            return;
        }
        suspense.clear(); // an emptied map would stay on the heap with its key
        if (!held.isEmpty()) {
            suspense.putAll(held);
        }
    }

    private static SortedMap<String, BigInteger> byToken(Map<SuspenseKey, BigInteger> held) {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        held.forEach((key, amount) -> sums.merge(key.token(), amount, BigInteger::add));
        return sums;
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

    private Payees payees(String model) throws Exception {
        return new Payees(model, splits(), freezes(), booking);
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
