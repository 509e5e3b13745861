package dev.tributary.local.audit;

import dev.tributary.local.audit.TokenTotal.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums per token and kind. */
final class Totals {
    private final SortedMap<String, SortedMap<Kind, BigInteger>> byToken = new TreeMap<>();

    void add(String token, Kind kind, BigInteger amount) {
        if (amount.signum() != 0) {
            byToken.computeIfAbsent(token, unseen -> new TreeMap<>()).merge(kind, amount, BigInteger::add);
        }
    }

    BigInteger sum(String token, Kind kind) {
        return byToken.getOrDefault(token, new TreeMap<>()).getOrDefault(kind, BigInteger.ZERO);
    }

    boolean isEmpty() {
        return byToken.isEmpty();
    }

    void addAll(Totals other) {
        other.byToken.forEach((token, amounts) -> amounts.forEach((kind, amount) -> add(token, kind, amount)));
    }

    List<TokenTotal> sorted() {
        List<TokenTotal> totals = new ArrayList<>();
        byToken.forEach((token, amounts) -> totals.add(new TokenTotal(token, amounts)));
        return totals;
    }
}
