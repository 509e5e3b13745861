package dev.tributary.local.worlds;

import dev.tributary.domain.royalty.FundingRule;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Planted bugs of economics, section 6. */
final class FundingCanaries {
    static final Map<String, Function<World, PureRules>> ALL = all();

    private FundingCanaries() {}

    private static Map<String, Function<World, PureRules>> all() {
        Map<String, Function<World, PureRules>> canaries = new LinkedHashMap<>();
        canaries.put("the newest charges are funded first", NewestFirst::new);
        canaries.put("a charge is funded whole or not at all", WholeOrNothing::new);
        canaries.put("what waits is never written off", NeverWrittenOff::new);
        canaries.put("what waits is written off one close late", WrittenOffLate::new);
        canaries.put("what waits is given up before deposits are looked at", WrittenOffFirst::new);
        canaries.put("the spend limit at the end of the period counts", LimitAtTheEnd::new);
        canaries.put("the spend limit is cut in the order of models", LimitByModel::new);
        canaries.put("withdrawals are served in their own period", WithdrawalsAtOnce::new);
        canaries.put("withdrawals come before charges", WithdrawalsFirst::new);
        canaries.put("a withdrawal takes fractions of base units with it", WithdrawnFractions::new);
        canaries.put("deposits count from the next period on", DepositsLate::new);
        return canaries;
    }

    private static PayerAccount.Period with(
            PayerAccount.Period period,
            BigInteger deposits,
            List<WaitingCharge> charges,
            List<BigInteger> withdrawals) {
        return new PayerAccount.Period(period.period(), deposits, charges, period.limitUnits(), withdrawals);
    }

    private static final class NewestFirst extends Canaries.Canary {
        NewestFirst(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            List<WaitingCharge> newest = new ArrayList<>(account.waiting());
            newest.sort(Comparator.comparingLong(WaitingCharge::period).reversed());
            return super.fund(new PayerAccount(account.balanceMicro(), newest), period, rule);
        }
    }

    private static final class WholeOrNothing extends Canaries.Canary {
        WholeOrNothing(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            PayerAccount.Closed right = super.fund(account, period, rule);
            List<WaitingCharge> whole = right.funded().stream()
                    .filter(part -> right.next().waiting().stream()
                            .noneMatch(rest -> rest.period() == part.period()
                                    && rest.minute() == part.minute()
                                    && rest.model().equals(part.model())))
                    .toList();
            return new PayerAccount.Closed(
                    right.next(), whole, right.overLimit(), right.writtenOff(), right.withdrawnUnits());
        }
    }

    private static final class NeverWrittenOff extends Canaries.Canary {
        NeverWrittenOff(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            return super.fund(account, period, new FundingRule(1_000_000, rule.fundAll()));
        }
    }

    private static final class WrittenOffLate extends Canaries.Canary {
        WrittenOffLate(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            return super.fund(account, period, new FundingRule(rule.writeOffPeriods() + 1, rule.fundAll()));
        }
    }

    private static final class WrittenOffFirst extends Canaries.Canary {
        WrittenOffFirst(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            List<WaitingCharge> kept = account.waiting().stream()
                    .filter(charge -> charge.period() + rule.writeOffPeriods() > period.period())
                    .toList();
            return super.fund(new PayerAccount(account.balanceMicro(), kept), period, rule);
        }
    }

    private static final class LimitAtTheEnd extends Canaries.Canary {
        LimitAtTheEnd(World world) {
            super(world);
        }

        @Override
        long limitAt(long periodStartMillis) {
            return periodStartMillis + world().shape().periodMillis() - 1;
        }
    }

    private static final class LimitByModel extends Canaries.Canary {
        LimitByModel(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            BigInteger limit = period.limitUnits();
            if (limit == null) {
                return super.fund(account, period, rule);
            }
            List<WaitingCharge> byModel = new ArrayList<>(period.charges());
            byModel.sort(Comparator.comparing(WaitingCharge::model).thenComparingLong(WaitingCharge::minute));
            BigInteger room = limit.multiply(BigInteger.valueOf(1_000_000));
            List<WaitingCharge> within = new ArrayList<>();
            List<WaitingCharge> overLimit = new ArrayList<>();
            for (WaitingCharge charge : byModel) {
                BigInteger part = charge.micro().min(room);
                room = room.subtract(part);
                addPositive(within, charge, part);
                addPositive(overLimit, charge, charge.micro().subtract(part));
            }
            PayerAccount.Closed closed = super.fund(
                    account,
                    new PayerAccount.Period(
                            period.period(), period.depositsUnits(), within, null, period.withdrawalsUnits()),
                    rule);
            return new PayerAccount.Closed(
                    closed.next(), closed.funded(), overLimit, closed.writtenOff(), closed.withdrawnUnits());
        }

        private static void addPositive(List<WaitingCharge> charges, WaitingCharge charge, BigInteger micro) {
            if (micro.signum() > 0) {
                charges.add(new WaitingCharge(charge.period(), charge.minute(), charge.model(), micro));
            }
        }
    }

    private static final class WithdrawalsAtOnce extends Canaries.Canary {
        WithdrawalsAtOnce(World world) {
            super(world);
        }

        @Override
        long withdrawalsServedBy(long period) {
            return period;
        }
    }

    private static final class WithdrawalsFirst extends Canaries.Canary {
        WithdrawalsFirst(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            PayerAccount.Closed served = super.fund(
                    new PayerAccount(account.balanceMicro(), List.of()),
                    with(period, period.depositsUnits(), List.of(), period.withdrawalsUnits()),
                    rule);
            PayerAccount.Closed rest = super.fund(
                    new PayerAccount(served.next().balanceMicro(), account.waiting()),
                    with(period, BigInteger.ZERO, period.charges(), List.of()),
                    rule);
            return new PayerAccount.Closed(
                    rest.next(), rest.funded(), rest.overLimit(), rest.writtenOff(), served.withdrawnUnits());
        }
    }

    private static final class WithdrawnFractions extends Canaries.Canary {
        WithdrawnFractions(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            PayerAccount.Closed right = super.fund(account, period, rule);
            BigInteger million = BigInteger.valueOf(1_000_000);
            boolean emptied = right.withdrawnUnits().signum() > 0
                    && right.next().balanceMicro().compareTo(million) < 0;
            PayerAccount next =
                    emptied ? new PayerAccount(BigInteger.ZERO, right.next().waiting()) : right.next();
            return new PayerAccount.Closed(
                    next, right.funded(), right.overLimit(), right.writtenOff(), right.withdrawnUnits());
        }
    }

    private static final class DepositsLate extends Canaries.Canary {
        DepositsLate(World world) {
            super(world);
        }

        @Override
        PayerAccount.Closed fund(PayerAccount account, PayerAccount.Period period, FundingRule rule) {
            PayerAccount.Closed without = super.fund(
                    account, with(period, BigInteger.ZERO, period.charges(), period.withdrawalsUnits()), rule);
            BigInteger deposited = period.depositsUnits().multiply(BigInteger.valueOf(1_000_000));
            return new PayerAccount.Closed(
                    new PayerAccount(
                            without.next().balanceMicro().add(deposited),
                            without.next().waiting()),
                    without.funded(),
                    without.overLimit(),
                    without.writtenOff(),
                    without.withdrawnUnits());
        }
    }
}
