package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What frozen models have earned, by freeze, in 10^-24 base units. */
final class Suspense {
    private final SortedMap<Key, BigInteger> held = new TreeMap<>(
            Comparator.comparing(Key::token).thenComparing(Key::model).thenComparingLong(Key::freeze));

    /** @param freeze ordinal of the event that began it */
    record Key(String token, String model, long freeze) {}

    void add(Key key, BigInteger numerator) {
        held.merge(key, numerator, BigInteger::add);
    }

    void release(Predicate<Key> ended, BiConsumer<Key, BigInteger> destination) {
        held.forEach((key, numerator) -> {
            if (ended.test(key)) {
                destination.accept(key, numerator);
            }
        });
        held.keySet().removeIf(ended);
    }

    /** Per token and model over all its freezes, those that are not zero. */
    SortedMap<Holding, BigInteger> holdings() {
        SortedMap<Holding, BigInteger> sums =
                new TreeMap<>(Comparator.comparing(Holding::token).thenComparing(Holding::model));
        held.forEach((key, numerator) -> sums.merge(new Holding(key.token(), key.model()), numerator, BigInteger::add));
        sums.values().removeIf(numerator -> numerator.signum() == 0);
        return sums;
    }

    record Holding(String token, String model) {}
}
