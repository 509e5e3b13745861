package dev.tributary.local.worlds;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.Accrual;
import dev.tributary.domain.royalty.FreezeHistory;
import dev.tributary.domain.royalty.FundingRule;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.TokenTotal.Kind;
import dev.tributary.pipelines.royalties.ChainRules;
import dev.tributary.pipelines.royalties.PayerMove;
import dev.tributary.pipelines.royalties.Sale;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The domain's rules from charges to batches, one close after the other. */
final class PureLedger {
    private static final BigInteger BASIS = BigInteger.valueOf(Split.WHOLE);

    private final PureRules rules;
    private final ChainRules chain;
    private final BookingRule booking;
    private final FundingRule funding;
    private final TreeSet<Long> due = new TreeSet<>();
    private final SortedMap<Purse, PayerAccount> payers = new TreeMap<>();
    private final SortedMap<Held, BigInteger> suspense = new TreeMap<>();
    private final PureBatches batches = new PureBatches();

    record Purse(String token, String payer) implements Comparable<Purse> {
        @Override
        public int compareTo(Purse other) {
            int byToken = token.compareTo(other.token);
            return byToken != 0 ? byToken : payer.compareTo(other.payer);
        }
    }

    /** What a charge of the closing period is known by. */
    record Due(Purse purse, long minute, String model) {}

    /** @param freeze of the model, 0, 1, 2 ... */
    record Held(String token, String model, int freeze) implements Comparable<Held> {
        @Override
        public int compareTo(Held other) {
            int byToken = token.compareTo(other.token);
            int byModel = byToken != 0 ? byToken : model.compareTo(other.model);
            return byModel != 0 ? byModel : Integer.compare(freeze, other.freeze);
        }
    }

    PureLedger(PureRules rules, ChainRules chain, BookingRule booking) {
        this.rules = rules;
        this.chain = chain;
        this.booking = booking;
        World.Shape shape = rules.world().shape();
        long periods = (shape.writeOffMillis() + shape.periodMillis() - 1) / shape.periodMillis();
        funding = new FundingRule(periods, shape.fundAll());
        for (PayerMove move : chain.moves()) {
            long period = booking.periodOf(move.timeMillis());
            due.add(move.kind() == PayerMove.Kind.WITHDRAWAL_REQUEST ? period + 1 : period);
        }
        chain.sales().forEach(sale -> due.add(booking.periodOf(sale.timeMillis())));
        chain.freezeEndsMillis().forEach(endMillis -> due.add(booking.periodOf(endMillis)));
    }

    void usageIn(Collection<Long> periods) {
        due.addAll(periods);
    }

    @Nullable
    Long nextDue() {
        return due.isEmpty() ? null : due.first();
    }

    List<AuditedBatch> batches() {
        return batches.all();
    }

    void close(long period, Map<Due, BigInteger> charges) {
        due.remove(period);
        batches.begin();
        TreeSet<Purse> purses = new TreeSet<>(payers.keySet());
        charges.keySet().forEach(charge -> purses.add(charge.purse()));
        chain.moves().forEach(move -> purses.add(new Purse(move.token(), move.payer())));
        purses.forEach(purse -> closePayer(purse, period, charges));
        chain.sales().stream()
                .filter(sale -> booking.periodOf(sale.timeMillis()) == period)
                .forEach(this::share);
        release(booking.periodEnd(period));
        batches.end(booking.periodStart(period), booking.periodEnd(period), suspense, payers);
    }

    private void closePayer(Purse purse, long period, Map<Due, BigInteger> charges) {
        List<WaitingCharge> booked = new ArrayList<>();
        charges.forEach((charge, micro) -> {
            if (charge.purse().equals(purse)) {
                booked.add(new WaitingCharge(period, charge.minute(), charge.model(), micro));
            }
        });
        BigInteger deposits =
                amounts(purse, PayerMove.Kind.DEPOSIT, period).stream().reduce(BigInteger.ZERO, BigInteger::add);
        PayerAccount before = payers.getOrDefault(purse, PayerAccount.EMPTY);
        PayerAccount.Closed closed = rules.fund(
                before,
                new PayerAccount.Period(
                        period,
                        deposits,
                        booked,
                        limit(purse, period),
                        amounts(purse, PayerMove.Kind.WITHDRAWAL_REQUEST, rules.withdrawalsServedBy(period))),
                funding);
        payers.put(purse, closed.next());
        rules.closed(purse, period, closed);
        closed.next()
                .waiting()
                .forEach(waiting -> due.add(Math.max(period + 1, waiting.period() + funding.writeOffPeriods())));
        closed.overLimit().forEach(cut -> rules.reject(RejectReason.LIMIT_EXCEEDED.name(), 0));
        closed.funded().forEach(part -> accrue(purse.token(), period, part));
        batches.credit(purse.token(), purse.payer(), closed.withdrawnUnits().multiply(Units.NUMERATOR_PER_UNIT));
        batches.total(purse.token(), Kind.DEPOSITED, deposits);
        batches.total(purse.token(), Kind.WITHDRAWN, closed.withdrawnUnits());
        batches.total(purse.token(), Kind.VOID, WaitingCharge.sumMicro(closed.overLimit()));
        batches.total(purse.token(), Kind.WRITTEN_OFF, WaitingCharge.sumMicro(closed.writtenOff()));
        batches.total(
                purse.token(),
                Kind.OWED,
                WaitingCharge.sumMicro(booked).subtract(WaitingCharge.sumMicro(closed.overLimit())));
    }

    private List<BigInteger> amounts(Purse purse, PayerMove.Kind kind, long period) {
        return chain.moves().stream()
                .filter(move -> move.kind() == kind && booking.periodOf(move.timeMillis()) == period)
                .filter(move -> purse.equals(new Purse(move.token(), move.payer())))
                .map(PayerMove::amount)
                .toList();
    }

    private @Nullable BigInteger limit(Purse purse, long period) {
        PayerMove found = null;
        for (PayerMove move : chain.moves()) {
            if (move.kind() == PayerMove.Kind.SPEND_LIMIT
                    && purse.equals(new Purse(move.token(), move.payer()))
                    && move.timeMillis() <= rules.limitAt(booking.periodStart(period))) {
                found = move;
            }
        }
        return found == null ? null : found.amount();
    }

    private void accrue(String token, long period, WaitingCharge funded) {
        long atMillis = booking.minuteStart(funded.minute());
        long feePpm = PureRules.inForce(chain.fees(), rules.platformAt(period, atMillis));
        BigInteger fee = Accrual.treasuryNumerator(funded.micro(), feePpm);
        batches.credit(token, PureRules.inForce(chain.treasuries(), atMillis), rules.kept(fee));
        batches.total(token, Kind.REVENUE, funded.micro());
        batches.total(token, Kind.FEE, fee);
        rules.shares(chain, funded.model()).forEach((model, share) -> {
            FreezeHistory.Freeze freeze = rules.freezeAt(chain.freezes(model), atMillis);
            Split split = rules.splitAt(chain.splits(model), atMillis);
            earn(token, model, freeze, split, Accrual.modelAmount(funded.micro(), feePpm, share));
        });
    }

    private void share(Sale sale) {
        batches.total(sale.token(), Kind.SOLD, sale.amount());
        BigInteger micro = sale.amount().multiply(Units.MICRO_PER_UNIT);
        rules.shares(chain, sale.model()).forEach((model, share) -> {
            FreezeHistory.Freeze freeze = rules.freezeAtSale(chain.freezes(model), sale);
            Split split = rules.splitAtSale(chain.splits(model), sale);
            earn(sale.token(), model, freeze, split, Accrual.modelAmount(micro, 0, share));
        });
    }

    private void earn(
            String token, String model, FreezeHistory.@Nullable Freeze freeze, Split split, BigInteger amount) {
        batches.total(token, Kind.ROYALTIES, amount.multiply(BASIS));
        if (freeze == null) {
            pay(token, amount, split);
        } else {
            suspense.merge(new Held(token, model, freeze.index()), amount, BigInteger::add);
        }
    }

    private void pay(String token, BigInteger amount, Split split) {
        Accrual.split(amount, split)
                .forEach((account, numerator) -> batches.credit(token, account, rules.kept(numerator)));
    }

    private void release(long endMillis) {
        for (Map.Entry<Held, BigInteger> held : Map.copyOf(suspense).entrySet()) {
            FreezeHistory history = chain.freezes(held.getKey().model());
            FreezeHistory.Freeze freeze = history.freezes().get(held.getKey().freeze());
            Split destination = rules.destination(history, freeze, endMillis);
            if (destination != null) {
                pay(held.getKey().token(), held.getValue(), destination);
                suspense.remove(held.getKey());
            }
        }
    }
}
