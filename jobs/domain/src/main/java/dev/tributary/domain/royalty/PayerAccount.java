package dev.tributary.domain.royalty;

import dev.tributary.domain.money.Units;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a payer holds and owes in one token (economics, section 6). Nothing is promised that is not held: only what the
 * balance covers is funded, the rest waits for a deposit, and late usage comes before withdrawals.
 *
 * @param balanceMicro prepaid and unspent, 10^-6 base units
 * @param waiting unfunded charges, oldest booked period first, then by (minute, model)
 */
public record PayerAccount(BigInteger balanceMicro, List<WaitingCharge> waiting) {
    public static final PayerAccount EMPTY = new PayerAccount(BigInteger.ZERO, List.of());

    private static final Comparator<WaitingCharge> BY_MINUTE_AND_MODEL = (one, other) -> {
        int byMinute = Long.compare(one.minute(), other.minute());
        return byMinute != 0 ? byMinute : one.model().compareTo(other.model());
    };

    public PayerAccount {
        if (balanceMicro.signum() < 0) {
            throw new IllegalArgumentException("negative balance: " + balanceMicro);
        }
    }

    /**
     * What a period brings to the account.
     *
     * @param depositsUnits sum of the period's deposits, base units
     * @param charges booked in the period, in any order, one per (minute, model)
     * @param limitUnits spend limit at the start of the period, base units; null for none
     * @param withdrawalsUnits requested in the previous period, in log order, base units
     */
    public record Period(
            long period,
            BigInteger depositsUnits,
            List<WaitingCharge> charges,
            @Nullable BigInteger limitUnits,
            List<BigInteger> withdrawalsUnits) {}

    /**
     * What came of it.
     *
     * @param funded charges, or parts of them, that accrue in this period
     * @param overLimit parts of this period's charges that are void
     * @param writtenOff charges given up
     * @param withdrawnUnits to be added to the payer's own payable, base units
     */
    public record Closed(
            PayerAccount next,
            List<WaitingCharge> funded,
            List<WaitingCharge> overLimit,
            List<WaitingCharge> writtenOff,
            BigInteger withdrawnUnits) {}

    /**
     * Closes a period: deposits in, charges over the limit void, the oldest charges funded first, what waited too long
     * given up, and withdrawals served from what is left.
     */
    public Closed close(Period period, FundingRule rule) {
        long writeOffPeriods = rule.writeOffPeriods();
        List<WaitingCharge> writtenOff = new ArrayList<>();
        List<WaitingCharge> due =
                new ArrayList<>(waiting.size() + period.charges().size());
        for (WaitingCharge charge : waiting) {
            boolean fellDueBefore = charge.period() + writeOffPeriods < period.period();
            (fellDueBefore ? writtenOff : due).add(charge);
        }
        List<WaitingCharge> overLimit = new ArrayList<>();
        due.addAll(withinLimit(period, overLimit));

        BigInteger left = balanceMicro.add(period.depositsUnits().multiply(Units.MICRO_PER_UNIT));
        BigInteger owed = rule.fundAll() ? BigInteger.ZERO : WaitingCharge.sumMicro(due);
        boolean coversAll = owed.compareTo(left) <= 0; // nearly always, and found with one sum
        List<WaitingCharge> funded = new ArrayList<>(due.size());
        List<WaitingCharge> stillWaiting = new ArrayList<>();
        if (coversAll) {
            due.forEach(charge -> addPositive(funded, charge, charge.micro()));
            left = left.subtract(owed);
        } else {
            for (WaitingCharge charge : due) {
                BigInteger part = charge.micro().min(left);
                left = left.subtract(part);
                addPositive(funded, charge, part);
                boolean fallsDue = charge.period() + writeOffPeriods <= period.period();
                addPositive(
                        fallsDue ? writtenOff : stillWaiting,
                        charge,
                        charge.micro().subtract(part));
            }
        }
        BigInteger withdrawn = BigInteger.ZERO;
        for (BigInteger requested : period.withdrawalsUnits()) {
            BigInteger taken = requested.min(left.divide(Units.MICRO_PER_UNIT));
            left = left.subtract(taken.multiply(Units.MICRO_PER_UNIT));
            withdrawn = withdrawn.add(taken);
        }
        return new Closed(new PayerAccount(left, stillWaiting), funded, overLimit, writtenOff, withdrawn);
    }

    public BigInteger unfundedMicro() {
        return WaitingCharge.sumMicro(waiting);
    }

    /** The period's charges in their order, cut where they cross the spend limit. */
    private static List<WaitingCharge> withinLimit(Period period, List<WaitingCharge> overLimit) {
        List<WaitingCharge> sorted = inOrder(period.charges());
        if (period.limitUnits() == null) {
            return sorted;
        }
        BigInteger room = period.limitUnits().multiply(Units.MICRO_PER_UNIT);
        List<WaitingCharge> within = new ArrayList<>();
        for (WaitingCharge charge : sorted) {
            BigInteger part = charge.micro().min(room);
            room = room.subtract(part);
            addPositive(within, charge, part);
            addPositive(overLimit, charge, charge.micro().subtract(part));
        }
        return within;
    }

    /** Nearly always they are, since they are gathered in order. */
    private static List<WaitingCharge> inOrder(List<WaitingCharge> charges) {
        for (int i = 1; i < charges.size(); i++) {
            if (BY_MINUTE_AND_MODEL.compare(charges.get(i - 1), charges.get(i)) > 0) {
                return charges.stream().sorted(BY_MINUTE_AND_MODEL).toList();
            }
        }
        return charges;
    }

    private static void addPositive(List<WaitingCharge> charges, WaitingCharge charge, BigInteger micro) {
        if (micro.signum() > 0) {
            charges.add(charge.withMicro(micro));
        }
    }
}
