package dev.tributary.pipelines.royalties;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.History;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.PayerClose;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.RefusedAmount;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageRejected;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
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
 *
 * <p>Charges stay packed as they came until their period closes; RateUsage makes one per (model, minute, payer, token) and
 * period. What is not covered then waits packed by its period, and a close looks at no more of it than it covers or gives
 * up: whoever never pays costs every close what the period brought.
 */
final class FundCharges extends KeyedCoProcessFunction<Tuple2<String, String>, ChargePack, PayerMove, ClosedCharges> {
    static final OutputTag<UsageRejected> REJECTED =
            new OutputTag<>("charges-over-the-limit", TypeInformation.of(UsageRejected.class));
    /** Such charges stand for no lines, and are a reason to be listed all the same. */
    static final OutputTag<Tally> TALLIES = new OutputTag<>("limits-exceeded", TypeInformation.of(Tally.class));

    static final OutputTag<PayerPosition> POSITIONS =
            new OutputTag<>("payer-positions", TypeInformation.of(PayerPosition.class));
    static final OutputTag<BookEntry> BOOKS = new OutputTag<>("payer-books", TypeInformation.of(BookEntry.class));
    static final OutputTag<AccountCredit> WITHDRAWALS =
            new OutputTag<>("withdrawals", TypeInformation.of(AccountCredit.class));

    private static final long serialVersionUID = 1L;
    /** Models that are found again, about as many as a market has; each takes some 200 bytes. */
    private static final int KNOWN_MODELS = 1 << 15;

    private static final BigInteger NO_LIMIT = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    private final BookingRule booking;
    private final FundingSettings funding;
    private transient TextTable models;
    private transient ListState<ChargePack> open;
    private transient MapState<Long, PayerMoves> moves;
    private transient ValueState<PayerStanding> standing;
    private transient WaitingCharges waiting;
    private transient ValueState<List<Dated<BigInteger>>> limits;

    FundCharges(BookingRule booking, FundingSettings funding) {
        this.booking = booking;
        this.funding = funding;
    }

    @Override
    public void open(OpenContext context) {
        models = new TextTable(KNOWN_MODELS);
        open = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("open-charges", TypeInformation.of(ChargePack.class)));
        moves = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("payer-moves", Types.LONG, TypeInformation.of(PayerMoves.class)));
        standing = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("payer-standing", TypeInformation.of(PayerStanding.class)));
        waiting = new WaitingCharges(
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>(
                                "waiting-charges", Types.LONG, TypeInformation.of(WaitingPack.class))),
                models);
        limits = getRuntimeContext().getState(new ValueStateDescriptor<>("spend-limits", DatedTypes.AMOUNTS));
    }

    @Override
    public void processElement1(ChargePack pack, Context context, Collector<ClosedCharges> out) throws Exception {
        open.add(pack);
        closeAtEndOf(pack.period(), context.timerService());
    }

    @Override
    public void processElement2(PayerMove move, Context context, Collector<ClosedCharges> out) throws Exception {
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
    public void onTimer(long timestamp, OnTimerContext context, Collector<ClosedCharges> out) throws Exception {
        long period = booking.periodOf(timestamp);
        List<Charge> charges = chargesOf(period);
        PayerAccount.Period input = new PayerAccount.Period(
                period,
                movesOf(period).depositsUnits(),
                charges.stream().map(FundCharges::waiting).toList(),
                limitAt(booking.periodStart(period)),
                movesOf(period - 1).withdrawalsUnits());
        PayerStanding before = standing.value() == null ? PayerStanding.NONE : standing.value();
        PayerClose close = new PayerClose(before.balanceMicro(), input, funding.rule(booking));
        List<Long> waitingPeriods = new ArrayList<>();
        CloseSums sums = settleWaiting(before.waitingPeriods(), close, period, waitingPeriods, context, out);
        PayerAccount.Closed last = close.finish();
        out.collect(closed(period, charges, last, context));
        sums = sums.plus(List.of(), last);
        if (waiting.put(period, last.next().waiting())) {
            waitingPeriods.add(period);
        }
        PayerStanding after = new PayerStanding(
                last.next().balanceMicro(), before.unfundedMicro().add(sums.unfundedChangeMicro()), waitingPeriods);
        remember(after, period, context.timerService());
        refuse(last.overLimit(), period, context);
        report(
                PayerPosition.of(context.getCurrentKey().f1, context.getCurrentKey().f0, input, sums, after),
                before,
                sums.withdrawnUnits(),
                context);
    }

    /**
     * Covers or gives up what waited from earlier periods, oldest first, as far as the close reaches.
     *
     * @param stillWaiting is given the periods of which something waits on
     */
    private CloseSums settleWaiting(
            List<Long> waitingPeriods,
            PayerClose close,
            long period,
            List<Long> stillWaiting,
            OnTimerContext context,
            Collector<ClosedCharges> out)
            throws Exception {
        CloseSums sums = CloseSums.NONE;
        for (long booked : waitingPeriods) {
            boolean isWaiting = true;
            if (close.reaches(booked)) {
                List<WaitingCharge> waited = waiting.of(booked);
                PayerAccount.Closed step = close.settle(waited);
                out.collect(closed(period, List.of(), step, context));
                sums = sums.plus(waited, step);
                isWaiting = waiting.put(booked, step.next().waiting());
            }
            if (isWaiting) {
                stillWaiting.add(booked);
            }
        }
        return sums;
    }

    private static ClosedCharges closed(
            long period, List<Charge> charges, PayerAccount.Closed step, OnTimerContext context) {
        return new ClosedCharges(context.getCurrentKey().f1, context.getCurrentKey().f0, period, charges, step);
    }

    /**
     * Requests of this period wait for the next close; a payer who neither holds nor owes anything leaves no state. What
     * waits has its last chance at a close that comes though nothing else happens.
     */
    private void remember(PayerStanding after, long period, TimerService timers) throws Exception {
        if (after.equals(PayerStanding.NONE)) {
            standing.clear();
        } else {
            standing.update(after);
        }
        if (!after.waitingPeriods().isEmpty()) {
            closeAtEndOf(after.waitingPeriods().get(0) + funding.writeOffPeriods(booking), timers);
        }
        moves.remove(period - 1);
        if (movesOf(period).withdrawalsUnits().isEmpty()) {
            moves.remove(period);
        }
        if (moves.isEmpty()) {
            moves.clear(); // an emptied map would stay on the heap with its key
        }
    }

    private void refuse(List<WaitingCharge> overLimit, long period, OnTimerContext context) {
        for (WaitingCharge part : overLimit) {
            context.output(REJECTED, overLimit(part, period, context.getCurrentKey().f1, context.getCurrentKey().f0));
            context.output(
                    TALLIES,
                    Tally.rejected(booking.earliestCloseMillis(period), period, RejectReason.LIMIT_EXCEEDED.name(), 0));
        }
    }

    private static void report(
            PayerPosition position, PayerStanding before, BigInteger withdrawnUnits, OnTimerContext context) {
        if (withdrawnUnits.signum() > 0) {
            context.output(
                    WITHDRAWALS,
                    new AccountCredit(
                            position.period(),
                            position.token(),
                            position.payer(),
                            withdrawnUnits.multiply(Units.NUMERATOR_PER_UNIT)));
        }
        context.output(POSITIONS, position);
        position.entries(before).forEach(entry -> context.output(BOOKS, entry));
    }

    private UsageRejected overLimit(WaitingCharge part, long period, String token, String payer) {
        return UsageRejected.cut(
                RejectReason.LIMIT_EXCEEDED.name(),
                part.micro() + " micro units of " + token
                        + " are beyond the payer's spend limit for the period and will never be owed; the lines count.",
                part.model(),
                payer,
                booking.minuteStart(part.minute()),
                booking.periodStart(period),
                new RefusedAmount(token, part.micro()));
    }

    /** The charges of a period, which are forgotten, by (minute, model). An upstream subtask may be a period ahead. */
    private List<Charge> chargesOf(long period) throws Exception {
        List<Charge> charges = new ArrayList<>();
        List<ChargePack> others = new ArrayList<>();
        for (ChargePack pack : open.get()) {
            if (pack.period() == period) {
                pack.unpackInto(charges, models);
            } else {
                others.add(pack);
            }
        }
        if (!charges.isEmpty()) {
            open.update(others); // nothing of nothing, which leaves no key
        }
        return ChargeOrder.sorted(charges);
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
