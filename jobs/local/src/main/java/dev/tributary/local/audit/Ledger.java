package dev.tributary.local.audit;

import dev.tributary.local.audit.TokenTotal.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Everything that is owed and held, moved on by one close after the other. */
final class Ledger {
    private final AuditSettings settings;
    private final Marketplace marketplace;
    private final Vault vault;
    private final SpendLimits limits;
    private final LineTally tally;
    private final Accounts accounts = new Accounts();
    private final Suspense suspense = new Suspense();
    private final Purses purses = new Purses();
    private final Totals sinceGenesis = new Totals();
    private Totals sinceBatch = new Totals();

    Ledger(AuditSettings settings, List<ChainFact> facts, Marketplace marketplace, Vault vault, LineTally tally) {
        this.settings = settings;
        this.marketplace = marketplace;
        this.vault = vault;
        this.limits = SpendLimits.of(facts);
        this.tally = tally;
    }

    /** Closes a period; its charges may not have been stated before. */
    PeriodChange close(long period, SortedMap<Charge, BigInteger> charges) {
        Totals totals = new Totals();
        Accounts changes = new Accounts();
        Accrual accrual = new Accrual(marketplace, settings.grainMillis(), changes, suspense, totals);
        deposit(period, totals);
        fund(period, cut(period, charges, totals), totals).forEach(accrual::accrue);
        vault.sales(period).forEach(accrual::accrue);
        withdraw(period, changes, totals);
        accrual.release(settings.endMillis(period));
        changes.numerators().values().removeIf(numerator -> numerator.signum() == 0);
        accounts.addAll(changes);
        sinceGenesis.addAll(totals);
        if (!totals.isEmpty()) {
            requireConservation();
        }
        sinceBatch.addAll(totals);
        return new PeriodChange(changes, changes.numerators().isEmpty() ? totals : batchTotals());
    }

    /** What moved since the last batch, of which there need not have been one for every close. */
    private Totals batchTotals() {
        Totals totals = sinceBatch;
        sinceBatch = new Totals();
        purses.unfunded().forEach((purse, micro) -> totals.add(purse.token(), Kind.UNFUNDED, micro));
        return totals;
    }

    private void deposit(long period, Totals totals) {
        for (ChainFact deposited : vault.deposits(period)) {
            purses.deposit(deposited);
            totals.add(deposited.text("token"), Kind.DEPOSITED, deposited.integer("amount"));
        }
    }

    private SortedMap<Charge, BigInteger> cut(long period, SortedMap<Charge, BigInteger> charges, Totals totals) {
        SortedMap<Charge, BigInteger> owed = limits.within(charges, period * settings.periodMillis());
        charges.forEach((charge, micro) -> {
            BigInteger part = owed.getOrDefault(charge, BigInteger.ZERO);
            totals.add(charge.token(), Kind.OWED, part);
            BigInteger cut = micro.subtract(part);
            if (cut.signum() > 0) {
                tally.refuse(Reason.LIMIT_EXCEEDED, 0);
                totals.add(charge.token(), Kind.VOID, cut);
            }
        });
        return owed;
    }

    private SortedMap<Charge, BigInteger> fund(long period, SortedMap<Charge, BigInteger> owed, Totals totals) {
        if (settings.fundAll()) {
            owed.values().removeIf(micro -> micro.signum() == 0);
            return owed;
        }
        purses.owe(owed);
        SortedMap<Charge, BigInteger> paid = purses.pay();
        purses.giveUp(charge ->
                        settings.endMillis(period) - settings.endMillis(charge.period()) >= settings.writeOffMillis())
                .forEach((charge, rest) -> totals.add(charge.token(), Kind.WRITTEN_OFF, rest));
        return paid;
    }

    private void withdraw(long period, Accounts changes, Totals totals) {
        for (ChainFact requested : vault.withdrawalRequests(period - 1)) {
            Purse purse = Purse.of(requested);
            BigInteger amount = purses.withdraw(requested);
            changes.add(new Accounts.Key(purse.token(), purse.payer()), amount.multiply(Accounts.PER_BASE_UNIT));
            totals.add(purse.token(), Kind.WITHDRAWN, amount);
        }
    }

    /** Deposits and sale revenue are what is left in balances and what has accrued, to the last fraction. */
    private void requireConservation() {
        if (settings.fundAll()) {
            return;
        }
        for (TokenTotal moved : sinceGenesis.sorted()) {
            String token = moved.token();
            BigInteger in = sinceGenesis.sum(token, Kind.DEPOSITED).add(sinceGenesis.sum(token, Kind.SOLD));
            BigInteger held = sum(Position.of(purses.balances()), token)
                    .multiply(BigInteger.TEN.pow(18))
                    .add(sum(suspended(), token))
                    .add(accounts.sum(token));
            if (!in.multiply(Accounts.PER_BASE_UNIT).equals(held)) {
                throw new AuditHalt(
                        "LINES_NOT_CONSERVED",
                        "token %s is not conserved: %s base units came in, %s 10^-24 units are held"
                                .formatted(token, in, held));
            }
        }
    }

    private static BigInteger sum(List<Position> positions, String token) {
        return positions.stream()
                .filter(position -> position.token().equals(token))
                .map(Position::amount)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    Accounts accounts() {
        return accounts;
    }

    List<Position> suspended() {
        List<Position> positions = new ArrayList<>();
        suspense.holdings()
                .forEach((held, numerator) -> positions.add(new Position(held.token(), held.model(), numerator)));
        return positions;
    }

    List<Position> unfunded() {
        return Position.of(purses.unfunded());
    }

    List<Position> balances() {
        return Position.of(purses.balances());
    }
}
