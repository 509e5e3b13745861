package dev.tributary.domain.royalty;

import dev.tributary.domain.money.Units;
import java.math.BigInteger;
import java.util.List;

/**
 * {@link PayerAccount#close} in steps, one per booked period: whoever keeps what waits by the period need only look at what
 * the close reaches, however much a payer owes. All steps together do what it does with everything at once.
 */
public final class PayerClose {
    private final PayerAccount.Period period;
    private final FundingRule rule;
    private BigInteger balanceMicro;

    /** @param balanceMicro before the close, 10^-6 base units; the period's deposits are added to it */
    public PayerClose(BigInteger balanceMicro, PayerAccount.Period period, FundingRule rule) {
        this.period = period;
        this.rule = rule;
        this.balanceMicro = balanceMicro.add(period.depositsUnits().multiply(Units.MICRO_PER_UNIT));
    }

    /**
     * Whether anything of what waits of a booked period is funded or given up. To be asked of the oldest first; when it is
     * not so of one, it is of none of those after it.
     */
    public boolean reaches(long bookedPeriod) {
        return balanceMicro.signum() > 0 || bookedPeriod + rule.writeOffPeriods() <= period.period();
    }

    /** @param waiting all that waits of a booked period that the close {@link #reaches}, by (minute, model) */
    public PayerAccount.Closed settle(List<WaitingCharge> waiting) {
        return step(waiting, List.of(), List.of());
    }

    /** The period's own charges, then withdrawals. To be called once, when all that the close reaches is settled. */
    public PayerAccount.Closed finish() {
        return step(List.of(), period.charges(), period.withdrawalsUnits());
    }

    private PayerAccount.Closed step(
            List<WaitingCharge> waiting, List<WaitingCharge> charges, List<BigInteger> withdrawalsUnits) {
        PayerAccount.Closed closed = new PayerAccount(balanceMicro, waiting)
                .close(
                        new PayerAccount.Period(
                                period.period(), BigInteger.ZERO, charges, period.limitUnits(), withdrawalsUnits),
                        rule);
        balanceMicro = closed.next().balanceMicro();
        return closed;
    }
}
