package dev.tributary.domain.lineage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why each member of one model's family takes part in its net revenue. The family is walked once, however many members are
 * asked for; later registrations change nothing of it.
 */
public final class LineageRoutes {
    private final LineageGraph graph;
    private final String model;
    private final Set<String> family;
    private final LineageFlows flows;
    /** The LAP edges to each member, in the order of the family. */
    private final Map<String, List<LapEdge>> absoluteEdges = new HashMap<>();
    /** The next model on a shortest path from each ancestor to the model, over edges of either policy. */
    private final Map<String, String> towardsModel = new HashMap<>();

    /** @param childrenFirst the model and its ancestors, every child before its parents */
    LineageRoutes(LineageGraph graph, String model, List<String> childrenFirst) {
        this.graph = graph;
        this.model = model;
        this.family = new HashSet<>(childrenFirst);
        this.flows = LineageFlows.of(graph, model, childrenFirst);
        childrenFirst.forEach(this::addAbsoluteEdges);
        walkTowardsAncestors();
    }

    private void addAbsoluteEdges(String child) {
        for (LineageEdge edge : graph.edges(child)) {
            if (edge.policy() == RoyaltyPolicy.LAP) {
                absoluteEdges
                        .computeIfAbsent(edge.parent(), parent -> new ArrayList<>())
                        .add(new LapEdge(child, edge.parent(), edge.share()));
            }
        }
    }

    private void walkTowardsAncestors() {
        List<String> reached = new ArrayList<>(List.of(model));
        for (int at = 0; at < reached.size(); at++) {
            String child = reached.get(at);
            for (LineageEdge edge : graph.edges(child)) {
                if (towardsModel.putIfAbsent(edge.parent(), child) == null) {
                    reached.add(edge.parent());
                }
            }
        }
    }

    /**
     * Why a member of the family has its share.
     *
     * @throws IllegalArgumentException when the receiver is neither the model nor an ancestor of it
     */
    public LineageRoute to(String receiver) {
        if (!family.contains(receiver)) {
            throw new IllegalArgumentException("model " + receiver + " is no ancestor of " + model);
        }
        if (receiver.equals(model)) {
            return new LineageRoute.Own(model, flows.absoluteSum(), flows.outflowOf(model));
        }
        List<LapEdge> absolute = absoluteEdges.get(receiver);
        // All edges to a member have the policy that it set itself.
        if (absolute != null) {
            return new LineageRoute.Absolute(List.copyOf(absolute), shortestPath(receiver));
        }
        return new LineageRoute.Relative(
                flows.inflowOf(receiver), flows.outflowOf(receiver), flows.strongestPath(receiver));
    }

    private List<String> shortestPath(String member) {
        List<String> path = new ArrayList<>();
        for (@Nullable String step = member; step != null; step = towardsModel.get(step)) {
            path.add(step);
        }
        Collections.reverse(path);
        return List.copyOf(path);
    }
}
