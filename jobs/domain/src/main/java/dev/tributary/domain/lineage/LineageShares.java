package dev.tributary.domain.lineage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code lineageShares(m)} of economics, section 2: integers over 10^8 that sum to exactly 10^8. */
public final class LineageShares {
    /** 100 %. */
    public static final long WHOLE = 100_000_000;

    private LineageShares() {}

    static SortedMap<String, Long> of(LineageGraph graph, String model, List<String> childrenFirst) {
        LineageFlows flows = LineageFlows.of(graph, model, childrenFirst);
        SortedMap<String, Long> shares = new TreeMap<>();
        childrenFirst.forEach(member -> shares.put(member, flows.shareOf(member)));
        check(model, shares);
        return Collections.unmodifiableSortedMap(shares);
    }

    private static void check(String model, SortedMap<String, Long> shares) {
        long sum = 0;
        for (Map.Entry<String, Long> share : shares.entrySet()) {
            if (share.getValue() < 0) {
                throw new IllegalStateException("lineage share of " + share.getKey() + " in " + model + " is negative: "
                        + share.getValue() + "; the registry's bounds were not kept");
            }
            sum += share.getValue();
        }
        if (sum != WHOLE) {
            throw new IllegalStateException("lineage shares of " + model + " sum to " + sum + ", not " + WHOLE);
        }
    }
}
