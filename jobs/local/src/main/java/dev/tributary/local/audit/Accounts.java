package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One integer per token and account, in 10^-24 base units. */
final class Accounts {
    static final BigInteger PER_BASE_UNIT = BigInteger.TEN.pow(24);

    private final SortedMap<Key, BigInteger> numerators =
            new TreeMap<>(Comparator.comparing(Key::token).thenComparing(Key::account));

    record Key(String token, String account) {}

    void add(Key key, BigInteger numerator) {
        numerators.merge(key, numerator, BigInteger::add);
    }

    void addAll(Accounts other) {
        other.numerators.forEach(this::add);
    }

    BigInteger numerator(Key key) {
        return numerators.getOrDefault(key, BigInteger.ZERO);
    }

    BigInteger sum(String token) {
        return numerators.entrySet().stream()
                .filter(entry -> entry.getKey().token().equals(token))
                .map(Map.Entry::getValue)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    BigInteger payableFloor(Key key) {
        return numerator(key).divide(PER_BASE_UNIT);
    }

    SortedMap<Key, BigInteger> numerators() {
        return numerators;
    }
}
