package dev.tributary.domain.lineage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the net revenue of one model flows through its family (economics, section 2): LAP shares edge by edge, LRP shares
 * along paths, each step rounded down. What each member keeps of it follows ({@link LineageShares}), and so does why
 * ({@link LineageRoutes}).
 */
final class LineageFlows {
    private final LineageGraph graph;
    private final String model;
    private final Map<String, Long> absolute = new HashMap<>();
    private final Map<String, Long> inflow = new HashMap<>();
    private final Map<String, Long> outflow = new HashMap<>();
    /** For each member the child that brought it the most; the first of equals. */
    private final Map<String, Tributary> strongest = new HashMap<>();

    private record Tributary(String child, long flow) {}

    private LineageFlows(LineageGraph graph, String model) {
        this.graph = graph;
        this.model = model;
    }

    /** @param childrenFirst the model and its ancestors, every child before its parents */
    static LineageFlows of(LineageGraph graph, String model, List<String> childrenFirst) {
        LineageFlows flows = new LineageFlows(graph, model);
        flows.inflow.put(model, LineageShares.WHOLE);
        // Each member once, so each edge once, however many paths reach it.
        childrenFirst.forEach(flows::flowFrom);
        return flows;
    }

    private void flowFrom(String child) {
        long in = inflowOf(child);
        for (LineageEdge edge : graph.edges(child)) {
            if (edge.policy() == RoyaltyPolicy.LAP) {
                absolute.merge(edge.parent(), edge.share(), Long::sum);
                continue;
            }
            long flow = mulDivDown(in, edge.share());
            inflow.merge(edge.parent(), flow, Long::sum);
            outflow.merge(child, flow, Long::sum);
            strongest.merge(
                    edge.parent(),
                    new Tributary(child, flow),
                    (known, other) -> other.flow() > known.flow() ? other : known);
        }
    }

    private static long mulDivDown(long inflow, long share) {
        return Math.multiplyExact(inflow, share) / LineageShares.WHOLE;
    }

    /** The sum of the LAP edges that lead to a member. */
    long absoluteOf(String member) {
        return absolute.getOrDefault(member, 0L);
    }

    /** What every ancestor takes by LAP. */
    long absoluteSum() {
        return absolute.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What comes to a member along LRP edges; of the model itself everything. */
    long inflowOf(String member) {
        return inflow.getOrDefault(member, 0L);
    }

    /** What a member passes on along LRP edges. */
    long outflowOf(String member) {
        return outflow.getOrDefault(member, 0L);
    }

    /** What a member of the family keeps. */
    long shareOf(String member) {
        if (member.equals(model)) {
            return LineageShares.WHOLE - absoluteSum() - outflowOf(model);
        }
        return absoluteOf(member) + inflowOf(member) - outflowOf(member);
    }

    /** From the model to a member, at each step along the LRP edge that brings the most. */
    List<String> strongestPath(String member) {
        Deque<String> path = new ArrayDeque<>(List.of(member));
        for (Tributary from = strongest.get(member); from != null; from = strongest.get(from.child())) {
            path.addFirst(from.child());
        }
        return List.copyOf(path);
    }
}
