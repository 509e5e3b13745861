package dev.tributary.pipelines.royalties;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageRejected;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Covers the charges of one (payer, token) from its prepaid balance when their period closes, and what waited when a
 * later one does. A payer that cannot pay delays nobody else.
 */
final class FundCharges extends KeyedCoProcessFunction<Tuple2<String, String>, Charge, PayerMove, FundedCharge> {
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("charges-over-the-limit", TypeInformation.of(UsageRejected.class));
    /** Such charges stand for no lines, and are a reason to be listed all the same. */
    static final OutputTag<Tally> TALLIES = new OutputTag<>("limits-exceeded", TypeInformation.of(Tally.class));

    static final OutputTag<ChargePosition> CHARGES =
            new OutputTag<>("charge-positions", TypeInformation.of(ChargePosition.class));
    static final OutputTag<PayerPosition> POSITIONS =
            new OutputTag<>("payer-positions", TypeInformation.of(PayerPosition.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("payer-books", TypeInformation.of(BookEntry.class));
    static final OutputTag<AccountCredit> WITHDRAWALS =
            new OutputTag<>("withdrawals", TypeInformation.of(AccountCredit.class));

    private static final long serialVersionUID = 1L;
    private static final Comparator<Charge> BY_MINUTE_AND_MODEL =
            Comparator.comparingLong(Charge::minute).thenComparing(Charge::model);
    private static final BigInteger NO_LIMIT = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private final BookingRule booking;
    private final FundingSettings funding;
    private transient MapState<ChargeKey, Charge> open;
    private transient MapState<Long, PayerMoves> moves;
    private transient ValueState<PayerAccount> account;
    private transient ValueState<List<Dated<BigInteger>>> limits;

    FundCharges(BookingRule booking, FundingSettings funding) {
        this.booking = booking;
        this.funding = funding;
    }

    @Override
    public void open(OpenContext context) {
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "open-charges", TypeInformation.of(ChargeKey.class), TypeInformation.of(Charge.class)));
        moves = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("payer-moves", Types.LONG, TypeInformation.of(PayerMoves.class)));
        account = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("payer-account", TypeInformation.of(PayerAccount.class)));
        limits = getRuntimeContext().getState(new ValueStateDescriptor<>("spend-limits", DatedTypes.AMOUNTS));
    }

    @Override
    public void processElement1(Charge charge, Context context, Collector<FundedCharge> out) throws Exception {
        open.put(new ChargeKey(charge.period(), charge.minute(), charge.model()), charge);
        closeAtEndOf(charge.period(), context.timerService());
    }

    @Override
    public void processElement2(PayerMove move, Context context, Collector<FundedCharge> out) throws Exception {
        if (move.kind() == PayerMove.Kind.SPEND_LIMIT) {
            limits.update(History.insert(
                    DatedTypes.orEmpty(limits.value()), new Dated<>(move.timeMillis(), move.ordinal(), move.amount())));
            return;
        }
        long period = booking.periodOf(move.timeMillis());
        PayerMoves known = movesOf(period);
        if (move.kind() == PayerMove.Kind.DEPOSIT) {
            moves.put(period, known.deposited(move.amount()));
            closeAtEndOf(period, context.timerService());
        } else {
            moves.put(period, known.requested(move.amount()));
            closeAtEndOf(period + 1, context.timerService());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<FundedCharge> out) throws Exception {
        long period = booking.periodOf(timestamp);
        List<Charge> charges = chargesOf(period);
        PayerAccount.Period input = new PayerAccount.Period(
                period,
                movesOf(period).depositsUnits(),
                charges.stream().map(FundCharges::waiting).toList(),
                limitAt(booking.periodStart(period)),
                movesOf(period - 1).withdrawalsUnits());
        PayerAccount known = account.value() == null ? PayerAccount.EMPTY : account.value();
        PayerAccount.Closed closed = known.close(input, funding.rule(booking));
        remember(closed.next(), period);
        emit(closed, charges, period, context, out);
        ChargePosition.of(context.getCurrentKey().f1, context.getCurrentKey().f0, period, closed, charges)
                .forEach(position -> context.output(CHARGES, position));
        report(closed, known, input, context);
        if (!closed.next().waiting().isEmpty()) {
            closeAtEndOf(
                    closed.next().waiting().get(0).period() + funding.writeOffPeriods(booking), context.timerService());
        }
    }

    /** Requests of this period wait for the next close; a payer who neither holds nor owes anything leaves no state. */
    private void remember(PayerAccount next, long period) throws Exception {
        if (next.equals(PayerAccount.EMPTY)) {
            account.clear();
        } else {
            account.update(next);
        }
        moves.remove(period - 1);
        if (movesOf(period).withdrawalsUnits().isEmpty()) {
            moves.remove(period);
        }
        if (moves.isEmpty()) {
            moves.clear(); // an emptied map would stay on the heap with its key
        }
    }

    /** Usage goes on with its charge in its own period, whether or not it is paid; what is paid later carries none. */
    private static void emit(
            PayerAccount.Closed closed,
            List<Charge> charges,
            long period,
            OnTimerContext context,
            Collector<FundedCharge> out) {
        Tuple2<String, String> key = context.getCurrentKey();
        for (WaitingCharge part : closed.funded()) {
            if (part.period() != period) {
                out.collect(new FundedCharge(
                        new Charge(
                                key.f1,
                                key.f0,
                                part.period(),
                                part.minute(),
                                part.model(),
                                part.micro(),
                                UsageSum.NONE.meters(),
                                0),
                        period,
                        part.micro()));
            }
        }
        ChargeParts covered = new ChargeParts(closed.funded(), period);
        for (Charge charge : charges) {
            out.collect(new FundedCharge(charge, period, covered.of(charge)));
        }
    }

    private void report(
            PayerAccount.Closed closed, PayerAccount before, PayerAccount.Period input, OnTimerContext context) {
        String payer = context.getCurrentKey().f0;
        String token = context.getCurrentKey().f1;
        for (WaitingCharge part : closed.overLimit()) {
            context.output(REJECTED, overLimit(part, input.period(), token, payer));
            context.output(
                    TALLIES,
                    Tally.rejected(
                            booking.earliestCloseMillis(input.period()),
                            input.period(),
                            RejectReason.LIMIT_EXCEEDED.name(),
                            0));
        }
        if (closed.withdrawnUnits().signum() > 0) {
            context.output(
                    WITHDRAWALS,
                    new AccountCredit(
                            input.period(),
                            token,
                            payer,
                            closed.withdrawnUnits().multiply(Units.NUMERATOR_PER_UNIT)));
        }
        PayerPosition position = PayerPosition.of(token, payer, input, closed);
        context.output(POSITIONS, position);
        position.entries(before).forEach(entry -> context.output(BOOKS, entry));
    }

    private UsageRejected overLimit(WaitingCharge part, long period, String token, String payer) {
        return UsageRejected.bucket(
                RejectReason.LIMIT_EXCEEDED.name(),
                part.micro() + " micro units of " + token
                        + " are beyond the payer's spend limit for the period and will never be owed; the lines count.",
                0,
                "",
                part.model(),
                payer,
                "",
                booking.minuteStart(part.minute()),
                booking.periodStart(period),
                Quantities.of(0, 0, 0, 0));
    }

    /** The charges of a period, which are forgotten, by (minute, model). */
    private List<Charge> chargesOf(long period) throws Exception {
        List<Charge> charges = new ArrayList<>();
        boolean othersStay = false;
        for (Charge charge : open.values()) {
            if (charge.period() == period) {
                charges.add(charge);
            } else {
                othersStay = true;
            }
        }
        if (!othersStay) {
            open.clear();
        } else {
            for (Charge charge : charges) {
                open.remove(new ChargeKey(charge.period(), charge.minute(), charge.model()));
            }
        }
        charges.sort(BY_MINUTE_AND_MODEL);
        return charges;
    }

    private PayerMoves movesOf(long period) throws Exception {
        PayerMoves known = moves.get(period);
        return known == null ? PayerMoves.NONE : known;
    }

    private @Nullable BigInteger limitAt(long atMillis) throws Exception {
        BigInteger limit = History.inForce(DatedTypes.orEmpty(limits.value()), atMillis);
        return limit == null || limit.equals(NO_LIMIT) ? null : limit;
    }

    private static WaitingCharge waiting(Charge charge) {
        return new WaitingCharge(charge.period(), charge.minute(), charge.model(), charge.micro());
    }

    private void closeAtEndOf(long period, TimerService timers) {
        timers.registerEventTimeTimer(booking.periodEnd(period) - 1);
    }
}
