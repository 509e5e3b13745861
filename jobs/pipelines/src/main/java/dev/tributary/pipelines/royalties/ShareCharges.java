package dev.tributary.pipelines.royalties;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Shares the revenue of one model among the treasury, the model and its ancestors, at the close of each period. Minutes
 * with one fee, treasury and set of splits are summed first, so that a large family costs one addition per ancestor and
 * run of minutes, not one per charge.
 */
final class ShareCharges extends KeyedBroadcastProcessFunction<String, SharingFact, PlatformChange, ModelEarning> {
    static final MapStateDescriptor<Long, PlatformChange> PLATFORM_CHANGES =
            new MapStateDescriptor<>("platform-changes", Types.LONG, TypeInformation.of(PlatformChange.class));
    static final OutputTag<AccountCredit> TREASURY =
            new OutputTag<>("treasury-credits", TypeInformation.of(AccountCredit.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("shared-revenue", TypeInformation.of(BookEntry.class));
    static final OutputTag<DownstreamUsage> DOWNSTREAM =
            new OutputTag<>("downstream-usage", TypeInformation.of(DownstreamUsage.class));

    private static final long serialVersionUID = 1L;
    private static final BigInteger SPLIT_WHOLE = BigInteger.valueOf(Split.WHOLE);

    private final BookingRule booking;
    private transient MapState<RevenueBucket, RevenueSum> open;
    private transient ValueState<ShareVector> vector;
    private transient ValueState<List<Long>> breaks;

    ShareCharges(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-revenue", TypeInformation.of(RevenueBucket.class), TypeInformation.of(RevenueSum.class)));
        vector = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("share-vector", TypeInformation.of(ShareVector.class)));
        breaks = getRuntimeContext().getState(new ValueStateDescriptor<>("family-breaks", Types.LIST(Types.LONG)));
    }

    @Override
    public void processElement(SharingFact fact, ReadOnlyContext context, Collector<ModelEarning> out)
            throws Exception {
        if (fact.revenue() != null) {
            add(fact.revenue());
            context.timerService()
                    .registerEventTimeTimer(
                            booking.periodEnd(fact.revenue().bucket().period()) - 1);
        }
        if (fact.vector() != null) {
            vector.update(fact.vector());
        }
        if (fact.familyBreak() != null) {
            add(fact.familyBreak());
        }
    }

    @Override
    public void processBroadcastElement(PlatformChange change, Context context, Collector<ModelEarning> out)
            throws Exception {
        context.getBroadcastState(PLATFORM_CHANGES).put(change.ordinal(), change);
    }

    private void add(ModelRevenue revenue) throws Exception {
        RevenueSum known = open.get(revenue.bucket());
        open.put(revenue.bucket(), known == null ? revenue.sum() : known.plus(revenue.sum()));
    }

    private void add(FamilyBreak familyBreak) throws Exception {
        List<Long> known = breaks.value() == null ? List.of() : breaks.value();
        int found = Collections.binarySearch(known, familyBreak.timeMillis());
        if (found >= 0) {
            return;
        }
        List<Long> next = new ArrayList<>(known);
        next.add(-found - 1, familyBreak.timeMillis());
        breaks.update(next);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<ModelEarning> out) throws Exception {
        long period = booking.periodOf(timestamp);
        SortedMap<String, SortedMap<Long, RevenueSum>> closing = close(period);
        ShareVector shares = vector.value();
        if (shares == null) {
            throw SettlementHalted.because(
                    "LINEAGE_MISSING",
                    "model " + context.getCurrentKey() + " earned in period " + period
                            + " but was never registered. The chain log lacks its ModelRegistered event.");
        }
        List<Long> familyBreaks = breaks.value() == null ? List.of() : breaks.value();
        PlatformHistory platform = platform(context.getBroadcastState(PLATFORM_CHANGES));
        closing.forEach((token, byMinute) -> {
            SortedMap<Long, BigInteger> microByMinute = new TreeMap<>();
            byMinute.forEach((minute, sum) -> microByMinute.put(minute, sum.micro()));
            RevenueRun.of(token, microByMinute, familyBreaks, platform, booking)
                    .forEach(run -> share(run, period, shares, platform, context, out));
            reportDownstream(token, byMinute.values(), period, shares, context);
        });
    }

    private SortedMap<String, SortedMap<Long, RevenueSum>> close(long period) throws Exception {
        SortedMap<String, SortedMap<Long, RevenueSum>> closing = new TreeMap<>();
        for (Iterator<Map.Entry<RevenueBucket, RevenueSum>> entries = open.iterator(); entries.hasNext(); ) {
            Map.Entry<RevenueBucket, RevenueSum> entry = entries.next();
            if (entry.getKey().period() == period) {
                closing.computeIfAbsent(entry.getKey().token(), token -> new TreeMap<>())
                        .put(entry.getKey().minute(), entry.getValue());
                entries.remove();
            }
        }
        if (open.isEmpty()) {
            open.clear(); // an emptied map would stay on the heap with its key
        }
        return closing;
    }

    private static PlatformHistory platform(ReadOnlyBroadcastState<Long, PlatformChange> changes) throws Exception {
        List<PlatformChange> known = new ArrayList<>();
        changes.immutableEntries().forEach(entry -> known.add(entry.getValue()));
        return PlatformHistory.of(known);
    }

    private static void share(
            RevenueRun run,
            long period,
            ShareVector shares,
            PlatformHistory platform,
            OnTimerContext context,
            Collector<ModelEarning> out) {
        long feePpm = platform.feePpm(run.regime());
        BigInteger treasury = Accrual.treasuryNumerator(run.micro(), feePpm);
        BigInteger shared = treasury;
        for (int i = 0; i < shares.models().size(); i++) {
            BigInteger amount =
                    Accrual.modelAmount(run.micro(), feePpm, shares.shares().get(i));
            if (amount.signum() != 0) {
                shared = shared.add(amount.multiply(SPLIT_WHOLE));
                out.collect(new ModelEarning(shares.models().get(i), period, run.token(), run.minute(), 0, amount));
            }
        }
        BigInteger whole = run.micro().multiply(Units.NUMERATOR_PER_MICRO);
        if (!shared.equals(whole)) {
            throw SettlementHalted.because(
                    "SHARES_NOT_WHOLE",
                    "model " + shares.model() + " earned " + run.micro() + " micro units of " + run.token()
                            + " in period " + period + " from minute " + run.minute() + " on: " + whole
                            + " in 10^-24 base units, but " + shared + " were shared.");
        }
        context.output(TREASURY, new AccountCredit(period, run.token(), platform.treasury(run.regime()), treasury));
        context.output(BOOKS, new BookEntry(period, run.token(), BookEntry.Book.SHARED_MICRO, run.micro()));
        context.output(BOOKS, new BookEntry(period, run.token(), BookEntry.Book.FEE_NUMERATOR, treasury));
    }

    private void reportDownstream(
            String token, Iterable<RevenueSum> sums, long period, ShareVector shares, OnTimerContext context) {
        RevenueSum whole = RevenueSum.NONE;
        for (RevenueSum sum : sums) {
            whole = whole.plus(sum);
        }
        for (String ancestor : shares.models()) {
            if (!ancestor.equals(shares.model())) {
                context.output(
                        DOWNSTREAM,
                        new DownstreamUsage(
                                booking.periodStart(period),
                                ancestor,
                                token,
                                whole.usage().lines(),
                                whole.usage().meters(),
                                whole.micro()));
            }
        }
    }
}
