package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.RefusalRule;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.ModelUsage;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRow;
import dev.tributary.pipelines.metering.UsageRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
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
 * Usage of one model becomes charges. It waits as it comes; at the close of its period it is summed, and each minute is
 * priced with the terms in force at its start, or refused when there are none, or when the gateway or the pass was not good
 * at that instant.
 */
final class RateUsage extends KeyedBroadcastProcessFunction<String, RatingFact, GatewayChange, ModelCharges> {
    static final MapStateDescriptor<String, List<Dated<Boolean>>> GATEWAYS =
            new MapStateDescriptor<>("gateway-permissions", Types.STRING, DatedTypes.PERMISSIONS);
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("usage-refused-at-the-close", TypeInformation.of(UsageRejected.class));
    static final OutputTag<ChargedMinutes> MINUTES =
            new OutputTag<>("charged-minutes", TypeInformation.of(ChargedMinutes.class));
    static final OutputTag<Tally> TALLIES = new OutputTag<>("lines-rated", TypeInformation.of(Tally.class));

    /** Of charged minutes that are told as one, each counted in each minute: some 700 kB. */
    static final int MOST_PAYERS_TOLD = 1 << 14;

    /** Of charges that are sent as one: some 1 MB. */
    private static final int MOST_CHARGES_SENT = 1 << 12;

    private static final long serialVersionUID = 1L;

    private final BookingRule booking;
    private final RefusalRule refusals;
    private transient WaitingUsage waiting;
    private transient GatewayPermissions gateways;
    private transient MapState<String, Pass> passes;
    private transient ValueState<List<Dated<Terms>>> terms;

    /** @param checkGateways false where the logs are synthetic and name no gateways */
    RateUsage(BookingRule booking, boolean checkGateways) {
        this.booking = booking;
        this.refusals = new RefusalRule(checkGateways);
    }

    @Override
    public void open(OpenContext context) {
        gateways = new GatewayPermissions();
        waiting = new WaitingUsage(
                getRuntimeContext()
                        .getListState(new ListStateDescriptor<>("open-usage", TypeInformation.of(OpenUsage.class))),
                new UsageRows(new TextTable()));
        passes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("passes", Types.STRING, TypeInformation.of(Pass.class)));
        terms = getRuntimeContext().getState(new ValueStateDescriptor<>("terms-history", DatedTypes.TERMS));
    }

    @Override
    public void processElement(RatingFact fact, ReadOnlyContext context, Collector<ModelCharges> out) throws Exception {
        if (fact.usage() != null) {
            add(fact.usage(), context.timerService());
        }
        if (fact.terms() != null) {
            terms.update(History.insert(
                    DatedTypes.orEmpty(terms.value()), fact.terms().terms()));
        }
        if (fact.pass() != null) {
            change(fact.pass());
        }
    }

    private void add(ModelUsage usage, TimerService timers) throws Exception {
        waiting.add(usage, period -> timers.registerEventTimeTimer(booking.periodEnd(period) - 1));
    }

    @Override
    public void processBroadcastElement(GatewayChange change, Context context, Collector<ModelCharges> out)
            throws Exception {
        BroadcastState<String, List<Dated<Boolean>>> permissions = context.getBroadcastState(GATEWAYS);
        String key = GatewayChange.key(change.gateway(), change.payer());
        permissions.put(key, History.insert(DatedTypes.orEmpty(permissions.get(key)), change.permitted()));
        gateways.forget();
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
    public void onTimer(long timestamp, OnTimerContext context, Collector<ModelCharges> out) throws Exception {
        long period = booking.periodOf(timestamp);
        UsageRows usage = waiting.take(context.getCurrentKey(), period);
        Close close = new Close(usage, period, DatedTypes.orEmpty(terms.value()), context, out);
        long counted = 0;
        for (int from = 0, to; from < usage.size(); from = to) {
            to = usage.endOfMinute(from);
            counted += close.minute(from, to);
        }
        close.send();
        close.tell();
        if (counted > 0) {
            context.output(TALLIES, Tally.counted(booking.earliestCloseMillis(period), period, counted));
        }
    }

    /** Of one model and period. */
    private final class Close implements RefusalRule.Known<Exception> {
        private final UsageRows usage;
        private final long period;
        private final List<Dated<Terms>> history;
        private final OnTimerContext context;
        private final Collector<ModelCharges> out;
        private final ReadOnlyBroadcastState<String, List<Dated<Boolean>>> permissions;
        private List<Charge> charges = new ArrayList<>();
        private List<ChargedMinute> minutes = new ArrayList<>();
        private int payersUntold;

        Close(
                UsageRows usage,
                long period,
                List<Dated<Terms>> history,
                OnTimerContext context,
                Collector<ModelCharges> out) {
            this.usage = usage;
            this.period = period;
            this.history = history;
            this.context = context;
            this.out = out;
            this.permissions = context.getBroadcastState(GATEWAYS);
        }

        /** Charges or refuses the rows of a minute; gives back how many lines are charged. */
        long minute(int from, int to) throws Exception {
            Terms inForce =
                    History.inForce(history, booking.minuteStart(usage.get(from).minute()));
            List<String> payers = new ArrayList<>();
            UsageSum charged = UsageSum.NONE;
            for (int next = from, end; next < to; next = end) {
                end = usage.endOfPayer(next);
                UsageSum payable = payable(next, end, inForce);
                if (payable != null && inForce != null) {
                    charge(usage.get(next), payable, inForce);
                    payers.add(usage.get(next).payer());
                    charged = charged.plus(payable);
                }
            }
            if (!payers.isEmpty() && inForce != null) {
                sum(usage.get(from).minute(), payers, charged, inForce);
            }
            return charged.lines();
        }

        /** Under one price the charge of a sum is the sum of the charges. */
        private void sum(long minute, List<String> payers, UsageSum charged, Terms inForce) {
            minutes.add(new ChargedMinute(
                    inForce.token(),
                    minute,
                    payers,
                    inForce.chargeMicro(charged.meters()),
                    charged.meters(),
                    charged.lines()));
            payersUntold += payers.size();
            if (payersUntold >= MOST_PAYERS_TOLD) {
                tell();
            }
        }

        /** Tells of the charged minutes that it has not told of yet, if there are any. */
        void tell() {
            if (!minutes.isEmpty()) {
                context.output(MINUTES, new ChargedMinutes(context.getCurrentKey(), period, minutes));
                minutes = new ArrayList<>();
                payersUntold = 0;
            }
        }

        /** What a payer owes for, over all gateways and passes, or null when all of it is refused. */
        private @Nullable UsageSum payable(int from, int to, @Nullable Terms inForce) throws Exception {
            UsageSum payable = null;
            long atMillis = booking.minuteStart(usage.get(from).minute());
            for (int next = from, end; next < to; next = end) {
                end = usage.endOfUsage(next);
                UsageSum sum = UsageSum.of(usage, next, end);
                RejectReason refusal = refusals.refusal(usage.get(next), inForce, atMillis, this);
                if (refusal != null) {
                    refuse(usage.get(next), sum, refusal);
                } else {
                    payable = payable == null ? sum : payable.plus(sum);
                }
            }
            return payable;
        }

        @Override
        public List<Dated<Boolean>> authorisations(String gateway) throws Exception {
            return gateways.history(gateway, GatewayChange.ANY_PAYER, permissions);
        }

        @Override
        public List<Dated<Boolean>> allowances(String gateway, String payer) throws Exception {
            return gateways.history(gateway, payer, permissions);
        }

        @Override
        public @Nullable Pass pass(String id) throws Exception {
            return passes.get(id);
        }

        private void charge(UsageRow row, UsageSum payable, Terms inForce) {
            charges.add(new Charge(
                    inForce.token(),
                    row.payer(),
                    period,
                    row.minute(),
                    context.getCurrentKey(),
                    inForce.chargeMicro(payable.meters()),
                    payable.meters(),
                    payable.lines()));
            if (charges.size() == MOST_CHARGES_SENT) {
                send();
            }
        }

        /** Sends the charges that it has not sent yet, if there are any. */
        void send() {
            if (!charges.isEmpty()) {
                out.collect(new ModelCharges(context.getCurrentKey(), charges));
                charges = new ArrayList<>();
            }
        }

        private void refuse(UsageRow row, UsageSum sum, RejectReason reason) {
            MeterTotals meters = sum.meters();
            context.output(
                    TALLIES, Tally.rejected(booking.earliestCloseMillis(period), period, reason.name(), sum.lines()));
            context.output(
                    REJECTED,
                    UsageRejected.bucket(
                            reason.name(),
                            detail(reason),
                            sum.lines(),
                            row.gateway(),
                            context.getCurrentKey(),
                            row.payer(),
                            row.pass(),
                            booking.minuteStart(row.minute()),
                            booking.periodStart(period),
                            new Quantities(
                                    meters.calls(),
                                    meters.inputTokens(),
                                    meters.outputTokens(),
                                    meters.computeMillis())));
        }
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
