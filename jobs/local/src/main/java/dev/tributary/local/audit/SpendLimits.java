package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How much of a period's charges its payers agreed to. */
final class SpendLimits {
    private final Map<Purse, Timeline<BigInteger>> limitsMicro = new HashMap<>();

    static SpendLimits of(List<ChainFact> facts) {
        SpendLimits limits = new SpendLimits();
        for (ChainFact fact : facts) {
            if (fact.is("RoyaltyVault", "SpendLimitChanged")) {
                limits.limitsMicro
                        .computeIfAbsent(Purse.of(fact), unseen -> new Timeline<>())
                        .add(fact.timestampSeconds(), fact.integer("perPeriod").multiply(Purses.MICRO));
            }
        }
        return limits;
    }

    /** The part of each charge of one period that is within its payer's limit, in micro units. */
    SortedMap<Charge, BigInteger> within(SortedMap<Charge, BigInteger> charges, long periodStartMillis) {
        Map<Purse, BigInteger> spent = new HashMap<>();
        SortedMap<Charge, BigInteger> owed = new TreeMap<>(Charge.IN_ORDER);
        charges.forEach((charge, micro) -> {
            BigInteger before = spent.getOrDefault(Purse.of(charge), BigInteger.ZERO);
            Timeline<BigInteger> timeline = limitsMicro.get(Purse.of(charge));
            BigInteger limit = timeline == null ? null : timeline.at(periodStartMillis);
            BigInteger part = limit == null ? micro : micro.min(limit.subtract(before));
            spent.put(Purse.of(charge), before.add(part));
            owed.put(charge, part);
        });
        return owed;
    }
}
