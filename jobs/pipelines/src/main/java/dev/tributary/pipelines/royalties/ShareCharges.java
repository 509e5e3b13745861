package dev.tributary.pipelines.royalties;

import dev.tributary.domain.lineage.LineageShares;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Sums up the revenue of one model at the close of each period and says by which rules its family shares it. Minutes with
 * one fee, treasury and set of splits are summed first, so that a large family costs one addition per ancestor and run of
 * minutes, not one per charge. {@link SumShares} adds up what each member gets.
 */
final class ShareCharges extends KeyedBroadcastProcessFunction<String, SharingFact, PlatformChange, FamilyRevenue> {
    static final MapStateDescriptor<Long, PlatformChange> PLATFORM_CHANGES =
            new MapStateDescriptor<>("platform-changes", Types.LONG, TypeInformation.of(PlatformChange.class));

    private static final long serialVersionUID = 1L;
    private static final long[] NO_BREAKS = {};
    private static final Comparator<MinuteRevenue> BY_TOKEN_AND_MINUTE =
            Comparator.comparing(MinuteRevenue::token).thenComparingLong(MinuteRevenue::minute);

    private final BookingRule booking;
    private transient TextTable tokens;
    private transient AwaitedCloses awaited;
    private transient ListState<ModelRevenue> open;
    private transient ValueState<ShareVector> vector;
    private transient ValueState<long[]> breaks;

    /** Of the broadcast changes; null when one of them is not in it yet. */
    private transient @Nullable PlatformHistory platform;

    ShareCharges(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        tokens = new TextTable();
        awaited = new AwaitedCloses();
        open = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("open-revenue", TypeInformation.of(ModelRevenue.class)));
        vector = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("share-vector", TypeInformation.of(ShareVector.class)));
        breaks = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(
                        "family-breaks", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(SharingFact fact, ReadOnlyContext context, Collector<FamilyRevenue> out)
            throws Exception {
        if (fact.revenue() != null) {
            add(fact.revenue(), context.timerService());
        }
        if (fact.vector() != null) {
            vector.update(fact.vector());
        }
        if (fact.familyBreak() != null) {
            add(fact.familyBreak());
        }
    }

    @Override
    public void processBroadcastElement(PlatformChange change, Context context, Collector<FamilyRevenue> out)
            throws Exception {
        context.getBroadcastState(PLATFORM_CHANGES).put(change.ordinal(), change);
        platform = null;
    }

    private void add(ModelRevenue revenue, TimerService timers) throws Exception {
        open.add(revenue);
        if (awaited.add(revenue.model(), revenue.period())) {
            timers.registerEventTimeTimer(booking.periodEnd(revenue.period()) - 1);
        }
    }

    private void add(FamilyBreak familyBreak) throws Exception {
        long[] known = familyBreaks();
        int found = Arrays.binarySearch(known, familyBreak.timeMillis());
        if (found >= 0) {
            return;
        }
        int place = -found - 1;
        long[] next = Arrays.copyOf(known, known.length + 1);
        System.arraycopy(known, place, next, place + 1, known.length - place);
        next[place] = familyBreak.timeMillis();
        breaks.update(next);
    }

    /** Sorted times from which on a split of the family is another. */
    private long[] familyBreaks() throws Exception {
        long[] known = breaks.value();
        return known == null ? NO_BREAKS : known;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<FamilyRevenue> out) throws Exception {
        long period = booking.periodOf(timestamp);
        awaited.closed(context.getCurrentKey(), period);
        List<MinuteRevenue> closing = close(period);
        ShareVector family = vector.value();
        if (family == null) {
            throw SettlementHalted.because(
                    "LINEAGE_MISSING",
                    "model " + context.getCurrentKey() + " earned in period " + period
                            + " but was never registered. The chain log lacks its ModelRegistered event.");
        }
        long[] familyBreaks = familyBreaks();
        PlatformHistory history = platform(context);
        for (int from = 0; from < closing.size(); ) {
            int to = endOfToken(closing, from);
            FamilyRevenue revenue = sum(period, closing.subList(from, to), family, familyBreaks, history);
            checkWhole(revenue);
            out.collect(revenue);
            from = to;
        }
    }

    /** What was earned in the period, by token and minute; not kept any longer. */
    private List<MinuteRevenue> close(long period) throws Exception {
        List<MinuteRevenue> closing = new ArrayList<>();
        List<ModelRevenue> later = new ArrayList<>(0);
        for (ModelRevenue revenue : open.get()) {
            if (revenue.period() == period) {
                revenue.unpackInto(closing, tokens);
            } else {
                later.add(revenue);
            }
        }
        if (later.isEmpty()) {
            open.clear();
        } else {
            open.update(later);
        }
        closing.sort(BY_TOKEN_AND_MINUTE);
        return closing;
    }

    private static int endOfToken(List<MinuteRevenue> sorted, int from) {
        String token = sorted.get(from).token();
        int to = from + 1;
        while (to < sorted.size() && sorted.get(to).token().equals(token)) {
            to++;
        }
        return to;
    }

    private FamilyRevenue sum(
            long period,
            List<MinuteRevenue> ofToken,
            ShareVector family,
            long[] familyBreaks,
            PlatformHistory history) {
        RevenueTally whole = new RevenueTally();
        for (MinuteRevenue revenue : ofToken) {
            UsageSum usage = revenue.sum().usage();
            whole.add(revenue.sum().micro(), usage.meters(), usage.lines());
        }
        List<RevenueRun> runs = RevenueRun.of(ofToken, familyBreaks, history, booking);
        return new FamilyRevenue(family, period, ofToken.get(0).token(), runs, whole.sum());
    }

    private PlatformHistory platform(OnTimerContext context) throws Exception {
        PlatformHistory known = platform;
        if (known == null) {
            List<PlatformChange> changes = new ArrayList<>();
            context.getBroadcastState(PLATFORM_CHANGES)
                    .immutableEntries()
                    .forEach(entry -> changes.add(entry.getValue()));
            known = PlatformHistory.of(changes);
            platform = known;
        }
        return known;
    }

    /** Shares that sum to the whole are all there is to lose: everything else is multiplied and added exactly. */
    private static void checkWhole(FamilyRevenue revenue) {
        if (revenue.runs().isEmpty() || revenue.family().sum() == LineageShares.WHOLE) {
            return;
        }
        RevenueRun run = revenue.runs().get(0);
        BigInteger shared = Accrual.treasuryNumerator(run.micro(), run.feePpm())
                .add(Accrual.modelAmount(
                                run.micro(), run.feePpm(), revenue.family().sum())
                        .multiply(BigInteger.valueOf(Split.WHOLE)));
        throw SettlementHalted.because(
                "SHARES_NOT_WHOLE",
                "model " + revenue.family().model() + " earned " + run.micro() + " micro units of "
                        + revenue.token() + " in period " + revenue.period() + " from minute " + run.minute() + " on: "
                        + run.micro().multiply(Units.NUMERATOR_PER_MICRO) + " in 10^-24 base units, but " + shared
                        + " were shared.");
    }
}
