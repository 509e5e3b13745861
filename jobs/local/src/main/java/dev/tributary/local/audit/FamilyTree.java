package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lineage shares by walking every path from a model up to its founders. */
final class FamilyTree {
    static final BigInteger WHOLE = BigInteger.valueOf(100_000_000);

    /** @param absolute whether the parent takes its share from every descendant (LAP) or along the edge (LRP) */
    record Edge(String child, String parent, boolean absolute, BigInteger share) {}

    private final Map<String, List<Edge>> edgesByChild = new HashMap<>();
    private final Map<String, SortedMap<String, BigInteger>> known = new HashMap<>();

    void add(String model, List<Edge> edgesToParents) {
        if (new HashSet<>(edgesToParents).size() < edgesToParents.size()) {
            throw new AuditHalt("LINEAGE_IMPOSSIBLE", "model %s names a parent twice".formatted(model));
        }
        if (edgesByChild.putIfAbsent(model, edgesToParents) != null) {
            throw new AuditHalt("LINEAGE_IMPOSSIBLE", "model %s is registered twice".formatted(model));
        }
    }

    /** Shares over 100 000 000, of the model and of each of its ancestors; zero shares included. */
    SortedMap<String, BigInteger> shares(String model) {
        SortedMap<String, BigInteger> shares = known.get(model);
        if (shares == null) {
            shares = compute(model);
            known.put(model, shares);
        }
        return shares;
    }

    private SortedMap<String, BigInteger> compute(String model) {
        Set<Edge> reached = new HashSet<>();
        for (List<Edge> path : pathsUp(model)) {
            reached.addAll(path);
        }
        Set<String> ancestors = new HashSet<>();
        reached.forEach(edge -> ancestors.add(edge.parent()));

        SortedMap<String, BigInteger> shares = new TreeMap<>();
        BigInteger own = WHOLE;
        for (String ancestor : ancestors) {
            BigInteger kept = inflow(ancestor, model, reached).subtract(outflow(ancestor, model, reached));
            shares.put(ancestor, kept);
        }
        for (Edge edge : reached) {
            if (edge.absolute()) {
                shares.merge(edge.parent(), edge.share(), BigInteger::add);
                own = own.subtract(edge.share());
            }
        }
        own = own.subtract(outflow(model, model, reached));
        shares.put(model, own);
        requireWhole(model, shares);
        return shares;
    }

    /** Every path of one edge or more that starts at the model. */
    private List<List<Edge>> pathsUp(String model) {
        List<List<Edge>> paths = new ArrayList<>();
        for (Edge edge : edgesByChild.getOrDefault(model, List.of())) {
            paths.add(List.of(edge));
            for (List<Edge> further : pathsUp(edge.parent())) {
                List<Edge> path = new ArrayList<>();
                path.add(edge);
                path.addAll(further);
                paths.add(path);
            }
        }
        return paths;
    }

    private static BigInteger inflow(String model, String earner, Set<Edge> reached) {
        if (model.equals(earner)) {
            return WHOLE;
        }
        BigInteger inflow = BigInteger.ZERO;
        for (Edge edge : reached) {
            if (!edge.absolute() && edge.parent().equals(model)) {
                inflow = inflow.add(flow(edge, earner, reached));
            }
        }
        return inflow;
    }

    private static BigInteger outflow(String model, String earner, Set<Edge> reached) {
        BigInteger outflow = BigInteger.ZERO;
        for (Edge edge : reached) {
            if (!edge.absolute() && edge.child().equals(model)) {
                outflow = outflow.add(flow(edge, earner, reached));
            }
        }
        return outflow;
    }

    private static BigInteger flow(Edge edge, String earner, Set<Edge> reached) {
        return inflow(edge.child(), earner, reached).multiply(edge.share()).divide(WHOLE);
    }

    private static void requireWhole(String model, SortedMap<String, BigInteger> shares) {
        BigInteger sum = shares.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        boolean negative = shares.values().stream().anyMatch(share -> share.signum() < 0);
        if (negative || !sum.equals(WHOLE)) {
            throw new AuditHalt(
                    "LINEAGE_NOT_WHOLE", "lineage shares of %s are not a whole: %s".formatted(model, shares));
        }
    }
}
