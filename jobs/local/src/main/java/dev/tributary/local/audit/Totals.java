package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums per token. */
final class Totals {
    private final SortedMap<String, TokenTotal> byToken = new TreeMap<>();

    void add(String token, BigInteger revenueMicro, BigInteger feeNumerator, BigInteger royaltiesNumerator) {
        TokenTotal total = new TokenTotal(token, revenueMicro, feeNumerator, royaltiesNumerator);
        byToken.merge(token, total, TokenTotal::plus);
    }

    List<TokenTotal> sorted() {
        return List.copyOf(byToken.values());
    }
}
