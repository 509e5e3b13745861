package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Every payer's money and unfunded charges, in micro units. */
final class Purses {
    static final BigInteger MICRO = BigInteger.TEN.pow(6);

    private final SortedMap<Purse, BigInteger> balances = new TreeMap<>(Purse.IN_ORDER);
    private final SortedMap<Charge, BigInteger> waiting = new TreeMap<>(Charge.IN_ORDER);

    void deposit(ChainFact deposited) {
        balances.merge(Purse.of(deposited), deposited.integer("amount").multiply(MICRO), BigInteger::add);
    }

    void owe(SortedMap<Charge, BigInteger> charges) {
        charges.forEach((charge, micro) -> {
            if (micro.signum() > 0) {
                waiting.put(charge, micro);
            }
        });
    }

    /** Pays what waits, oldest first, as far as the money reaches; gives what was paid of each charge. */
    SortedMap<Charge, BigInteger> pay() {
        SortedMap<Charge, BigInteger> paid = new TreeMap<>(Charge.IN_ORDER);
        for (Charge charge : waiting.keySet()) {
            BigInteger part = waiting.getOrDefault(charge, BigInteger.ZERO).min(balance(Purse.of(charge)));
            if (part.signum() > 0) {
                balances.merge(Purse.of(charge), part, BigInteger::subtract);
                paid.put(charge, part);
            }
        }
        paid.forEach((charge, part) -> waiting.merge(charge, part, BigInteger::subtract));
        waiting.values().removeIf(rest -> rest.signum() == 0);
        return paid;
    }

    /** Gives what was left of the charges that are given up. */
    SortedMap<Charge, BigInteger> giveUp(Predicate<Charge> due) {
        SortedMap<Charge, BigInteger> givenUp = new TreeMap<>(Charge.IN_ORDER);
        waiting.forEach((charge, rest) -> {
            if (due.test(charge)) {
                givenUp.put(charge, rest);
            }
        });
        waiting.keySet().removeAll(givenUp.keySet());
        return givenUp;
    }

    /** Takes out whole base units, at most what was requested; gives how many. */
    BigInteger withdraw(ChainFact requested) {
        Purse purse = Purse.of(requested);
        BigInteger amount = requested.integer("amount").min(balance(purse).divide(MICRO));
        balances.put(purse, balance(purse).subtract(amount.multiply(MICRO)));
        return amount;
    }

    private BigInteger balance(Purse purse) {
        return balances.getOrDefault(purse, BigInteger.ZERO);
    }

    /** Those that are not zero. */
    SortedMap<Purse, BigInteger> balances() {
        SortedMap<Purse, BigInteger> left = new TreeMap<>(balances);
        left.values().removeIf(micro -> micro.signum() == 0);
        return left;
    }

    SortedMap<Purse, BigInteger> unfunded() {
        SortedMap<Purse, BigInteger> sums = new TreeMap<>(Purse.IN_ORDER);
        waiting.forEach((charge, rest) -> sums.merge(Purse.of(charge), rest, BigInteger::add));
        return sums;
    }
}
