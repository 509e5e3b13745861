package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRejected;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Usage of one model becomes charges. Usage is summed as it comes; at the close of its period each minute is priced with
 * the terms in force at its start, or refused when there are none, or when the gateway or the pass was not good at that
 * instant.
 */
final class RateUsage extends KeyedBroadcastProcessFunction<String, RatingFact, GatewayChange, Charge> {
    static final MapStateDescriptor<String, List<Dated<Boolean>>> GATEWAYS =
            new MapStateDescriptor<>("gateway-permissions", Types.STRING, DatedTypes.PERMISSIONS);
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("usage-refused-at-the-close", TypeInformation.of(UsageRejected.class));
    static final OutputTag<ChargedMinute> MINUTES =
            new OutputTag<>("charged-minutes", TypeInformation.of(ChargedMinute.class));
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
    private final boolean checkGateways;
    private transient TextTable texts;
    private transient MapState<UsageBucket, UsageSum> open;
    private transient MapState<String, Pass> passes;
    private transient ValueState<List<Dated<Terms>>> terms;

    /** @param checkGateways false where the logs are synthetic and name no gateways */
    RateUsage(BookingRule booking, boolean checkGateways) {
        this.booking = booking;
        this.checkGateways = checkGateways;
    }

    @Override
    public void open(OpenContext context) {
        texts = new TextTable();
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-usage", TypeInformation.of(UsageBucket.class), TypeInformation.of(UsageSum.class)));
        passes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("passes", Types.STRING, TypeInformation.of(Pass.class)));
        terms = getRuntimeContext().getState(new ValueStateDescriptor<>("terms-history", DatedTypes.TERMS));
    }

    @Override
    public void processElement(RatingFact fact, ReadOnlyContext context, Collector<Charge> out) throws Exception {
        if (fact.usage() != null) {
            add(fact.usage().counts(texts), context.timerService());
        }
        if (fact.terms() != null) {
            terms.update(History.insert(
                    DatedTypes.orEmpty(terms.value()), fact.terms().terms()));
        }
        if (fact.pass() != null) {
            change(fact.pass());
        }
    }

    private void add(List<UsageCount> counts, TimerService timers) throws Exception {
        long timed = Long.MIN_VALUE;
        for (UsageCount count : counts) {
            UsageBucket bucket = UsageBucket.of(count);
            UsageSum sum = open.get(bucket);
            open.put(bucket, (sum == null ? UsageSum.NONE : sum).plus(count));
            if (bucket.period() != timed) { // most are of one period, and one timer is enough
                timed = bucket.period();
                timers.registerEventTimeTimer(booking.periodEnd(timed) - 1);
            }
        }
    }

    @Override
    public void processBroadcastElement(GatewayChange change, Context context, Collector<Charge> out) throws Exception {
        BroadcastState<String, List<Dated<Boolean>>> gateways = context.getBroadcastState(GATEWAYS);
        String key = GatewayChange.key(change.gateway(), change.payer());
        gateways.put(key, History.insert(DatedTypes.orEmpty(gateways.get(key)), change.permitted()));
    }

    private void change(PassChange change) throws Exception {
        if (change.issued() != null) {
            passes.put(change.pass(), change.issued());
            return;
        }
        Pass known = passes.get(change.pass());
        if (known != null) {
            passes.put(change.pass(), known.revoked(change.timeMillis()));
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Charge> out) throws Exception {
        long period = booking.periodOf(timestamp);
        List<Dated<Terms>> history = DatedTypes.orEmpty(terms.value());
        SortedMap<Payment, UsageSum> payable = new TreeMap<>();
        for (Iterator<Map.Entry<UsageBucket, UsageSum>> entries = open.iterator(); entries.hasNext(); ) {
            Map.Entry<UsageBucket, UsageSum> entry = entries.next();
            UsageBucket bucket = entry.getKey();
            if (bucket.period() != period) {
                continue;
            }
            RejectReason refusal = refusal(bucket, history, context);
            if (refusal != null) {
                refuse(bucket, entry.getValue(), refusal, context);
            } else {
                payable.merge(new Payment(bucket.minute(), bucket.payer()), entry.getValue(), UsageSum::plus);
            }
            entries.remove();
        }
        if (open.isEmpty()) {
            open.clear(); // an emptied map would stay on the heap with its key
        }
        emit(payable, period, history, context, out);
        if (!payable.isEmpty()) {
            long counted = payable.values().stream().mapToLong(UsageSum::lines).sum();
            context.output(TALLIES, Tally.counted(booking.earliestCloseMillis(period), period, counted));
        }
    }

    private void emit(
            SortedMap<Payment, UsageSum> payable,
            long period,
            List<Dated<Terms>> history,
            OnTimerContext context,
            Collector<Charge> out) {
        List<Charge> ofMinute = new ArrayList<>();
        for (Map.Entry<Payment, UsageSum> entry : payable.entrySet()) {
            Payment payment = entry.getKey();
            if (!ofMinute.isEmpty() && ofMinute.get(0).minute() != payment.minute()) {
                context.output(MINUTES, ChargedMinute.of(ofMinute));
                ofMinute.clear();
            }
            Charge charge = charge(payment, entry.getValue(), period, history, context);
            ofMinute.add(charge);
            out.collect(charge);
        }
        if (!ofMinute.isEmpty()) {
            context.output(MINUTES, ChargedMinute.of(ofMinute));
        }
    }

    private @Nullable RejectReason refusal(UsageBucket bucket, List<Dated<Terms>> history, OnTimerContext context)
            throws Exception {
        long atMillis = booking.minuteStart(bucket.minute());
        Terms inForce = History.inForce(history, atMillis);
        if (inForce == null) {
            return RejectReason.MODEL_UNKNOWN;
        }
        if (checkGateways) {
            if (!isPermitted(bucket.gateway(), GatewayChange.ANY_PAYER, atMillis, context)) {
                return RejectReason.GATEWAY_UNAUTHORISED;
            }
            if (!isPermitted(bucket.gateway(), bucket.payer(), atMillis, context)) {
                return RejectReason.GATEWAY_NOT_ALLOWED;
            }
        }
        return isPassGood(bucket, inForce, atMillis) ? null : RejectReason.PASS_INVALID;
    }

    private static boolean isPermitted(String gateway, String payer, long atMillis, OnTimerContext context)
            throws Exception {
        List<Dated<Boolean>> history = context.getBroadcastState(GATEWAYS).get(GatewayChange.key(gateway, payer));
        return Boolean.TRUE.equals(History.inForce(DatedTypes.orEmpty(history), atMillis));
    }

    private boolean isPassGood(UsageBucket bucket, Terms inForce, long atMillis) throws Exception {
        if (bucket.pass().isEmpty()) {
            return !inForce.passRequired();
        }
        Pass pass = passes.get(bucket.pass());
        return pass != null && pass.isValid(bucket.payer(), atMillis);
    }

    private Charge charge(
            Payment payment, UsageSum usage, long period, List<Dated<Terms>> history, OnTimerContext context) {
        Terms inForce = history.get(History.indexInForce(history, booking.minuteStart(payment.minute())))
                .value();
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

    private void refuse(UsageBucket bucket, UsageSum usage, RejectReason reason, OnTimerContext context) {
        MeterTotals meters = usage.meters();
        context.output(
                TALLIES,
                Tally.rejected(
                        booking.earliestCloseMillis(bucket.period()), bucket.period(), reason.name(), usage.lines()));
        context.output(
                REJECTED,
                UsageRejected.bucket(
                        reason.name(),
                        detail(reason),
                        usage.lines(),
                        bucket.gateway(),
                        context.getCurrentKey(),
                        bucket.payer(),
                        bucket.pass(),
                        booking.minuteStart(bucket.minute()),
                        booking.periodStart(bucket.period()),
                        new Quantities(
                                meters.calls(), meters.inputTokens(), meters.outputTokens(), meters.computeMillis())));
    }

    private static String detail(RejectReason reason) {
        return switch (reason) {
            case GATEWAY_UNAUTHORISED -> "The registry did not authorise the gateway at the start of the minute.";
            case GATEWAY_NOT_ALLOWED -> "The payer did not allow the gateway at the start of the minute.";
            case PASS_INVALID ->
                "The model asks for a pass, or one was cited, and it was not a valid pass of this model held by this"
                        + " payer at the start of the minute.";
            default -> "The model had no terms at the start of the minute.";
        };
    }
}
