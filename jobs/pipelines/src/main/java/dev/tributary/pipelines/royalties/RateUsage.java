package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRejected;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Usage of one model becomes charges. Usage is summed as it comes; at the close of its period each minute is priced with
 * the terms in force at its start, or refused when there are none.
 */
final class RateUsage extends KeyedCoProcessFunction<String, UsageCount, TermsChange, Charge> {
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("usage-refused-at-the-close", TypeInformation.of(UsageRejected.class));
    static final OutputTag<Tally> TALLIES = new OutputTag<>("lines-rated", TypeInformation.of(Tally.class));

    private static final long serialVersionUID = 1L;

    private record Payment(long minute, String payer) implements Comparable<Payment> {
        @Override
        public int compareTo(Payment other) {
            int byMinute = Long.compare(minute, other.minute);
            return byMinute != 0 ? byMinute : payer.compareTo(other.payer);
        }
    }

    private final BookingRule booking;
    private transient MapState<UsageBucket, UsageSum> open;
    private transient ValueState<List<Dated<Terms>>> terms;

    RateUsage(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-usage", TypeInformation.of(UsageBucket.class), TypeInformation.of(UsageSum.class)));
        terms = getRuntimeContext().getState(new ValueStateDescriptor<>("terms-history", DatedTypes.TERMS));
    }

    @Override
    public void processElement1(UsageCount count, Context context, Collector<Charge> out) throws Exception {
        UsageBucket bucket = UsageBucket.of(count);
        UsageSum sum = open.get(bucket);
        open.put(bucket, (sum == null ? UsageSum.NONE : sum).plus(count));
        context.timerService().registerEventTimeTimer(booking.periodEnd(count.period()) - 1);
    }

    @Override
    public void processElement2(TermsChange change, Context context, Collector<Charge> out) throws Exception {
        terms.update(History.insert(DatedTypes.orEmpty(terms.value()), change.terms()));
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Charge> out) throws Exception {
        long period = booking.periodOf(timestamp);
        List<Dated<Terms>> history = DatedTypes.orEmpty(terms.value());
        Map<Payment, UsageSum> payable = new TreeMap<>();
        for (Iterator<Map.Entry<UsageBucket, UsageSum>> entries = open.iterator(); entries.hasNext(); ) {
            Map.Entry<UsageBucket, UsageSum> entry = entries.next();
            UsageBucket bucket = entry.getKey();
            if (bucket.period() != period) {
                continue;
            }
            if (History.inForce(history, booking.minuteStart(bucket.minute())) == null) {
                refuse(bucket, entry.getValue(), context);
            } else {
                payable.merge(new Payment(bucket.minute(), bucket.payer()), entry.getValue(), UsageSum::plus);
            }
            entries.remove();
        }
        if (open.isEmpty()) {
            open.clear(); // an emptied map would stay on the heap with its key
        }
        payable.forEach((payment, usage) -> out.collect(charge(payment, usage, period, history, context)));
    }

    private Charge charge(
            Payment payment, UsageSum usage, long period, List<Dated<Terms>> history, OnTimerContext context) {
        Terms inForce = history.get(History.indexInForce(history, booking.minuteStart(payment.minute())))
                .value();
        context.output(TALLIES, Tally.counted(usage.lines()));
        return new Charge(
                inForce.token(),
                payment.payer(),
                period,
                payment.minute(),
                context.getCurrentKey(),
                inForce.chargeMicro(usage.meters()),
                usage.meters(),
                usage.lines());
    }

    private void refuse(UsageBucket bucket, UsageSum usage, OnTimerContext context) {
        String reason = RejectReason.MODEL_UNKNOWN.name();
        MeterTotals meters = usage.meters();
        context.output(TALLIES, Tally.rejected(reason, usage.lines()));
        context.output(
                REJECTED,
                UsageRejected.bucket(
                        reason,
                        "The model had no terms at the start of the minute.",
                        usage.lines(),
                        bucket.gateway(),
                        context.getCurrentKey(),
                        bucket.payer(),
                        bucket.pass(),
                        booking.minuteStart(bucket.minute()),
                        new Quantities(
                                meters.calls(), meters.inputTokens(), meters.outputTokens(), meters.computeMillis())));
    }
}
