package dev.tributary.domain.lineage;

import java.util.Collections;
import java.util.HashMap;
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
        SortedMap<String, Long> shares = new TreeMap<>();
        childrenFirst.forEach(member -> shares.put(member, 0L));
        long absolute = addAbsolute(graph, childrenFirst, shares);
        long relative = addRelative(graph, model, childrenFirst, shares);
        shares.merge(model, WHOLE - absolute - relative, Long::sum);
        check(model, shares);
        return Collections.unmodifiableSortedMap(shares);
    }

    /** Each distinct LAP edge of the family once, however many paths reach it. */
    private static long addAbsolute(LineageGraph graph, List<String> family, SortedMap<String, Long> shares) {
        long sum = 0;
        for (String child : family) {
            for (LineageEdge edge : graph.edges(child)) {
                if (edge.policy() == RoyaltyPolicy.LAP) {
                    shares.merge(edge.parent(), edge.share(), Long::sum);
                    sum += edge.share();
                }
            }
        }
        return sum;
    }

    /** What flows along LRP edges, each step rounded down; a parent keeps what it does not pass on. */
    private static long addRelative(
            LineageGraph graph, String model, List<String> family, SortedMap<String, Long> shares) {
        Map<String, Long> inflow = new HashMap<>(Map.of(model, WHOLE));
        long outOfModel = 0;
        for (String child : family) {
            long in = inflow.getOrDefault(child, 0L);
            long out = 0;
            for (LineageEdge edge : graph.edges(child)) {
                if (edge.policy() == RoyaltyPolicy.LRP) {
                    long flow = mulDivDown(in, edge.share());
                    inflow.merge(edge.parent(), flow, Long::sum);
                    out += flow;
                }
            }
            if (child.equals(model)) {
                outOfModel = out;
            } else {
                shares.merge(child, in - out, Long::sum);
            }
        }
        return outOfModel;
    }

    private static long mulDivDown(long inflow, long share) {
        return Math.multiplyExact(inflow, share) / WHOLE;
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
