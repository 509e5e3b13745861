package dev.tributary.domain.lineage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The family of all models. A model names its parents once, at registration, and a parent exists before its child, so
 * the order of registration is a topological order and there are no cycles.
 */
public final class LineageGraph {
    private record Registration(int index, RoyaltyPolicy policy, long share, List<LineageEdge> edges) {}

    private final Map<String, Registration> models = new LinkedHashMap<>();
    private final Map<String, List<String>> children = new HashMap<>();

    /**
     * Adds a model.
     *
     * @param policy what binds the future children of this model
     * @param share over 10^8
     * @throws IllegalArgumentException when the model is known already, a parent is not, or a parent is named twice
     */
    public void register(String model, RoyaltyPolicy policy, long share, List<String> parents) {
        if (models.containsKey(model)) {
            throw new IllegalArgumentException("model " + model + " is registered already");
        }
        if (parents.stream().distinct().count() != parents.size()) {
            throw new IllegalArgumentException("model " + model + " names a parent twice");
        }
        List<LineageEdge> edges = new ArrayList<>(parents.size());
        for (String parent : parents) {
            Registration known = models.get(parent);
            if (known == null) {
                throw new IllegalArgumentException("parent " + parent + " of model " + model + " is not registered");
            }
            edges.add(new LineageEdge(parent, known.policy(), known.share()));
        }
        models.put(model, new Registration(models.size(), policy, share, List.copyOf(edges)));
        parents.forEach(parent ->
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(model));
    }

    public boolean contains(String model) {
        return models.containsKey(model);
    }

    /** The edges to the direct parents. */
    public List<LineageEdge> edges(String model) {
        return registration(model).edges();
    }

    /** Shares of the model and of each of its ancestors in its net revenue, over 10^8, zeros included. */
    public SortedMap<String, Long> shares(String model) {
        return LineageShares.of(this, model, childrenFirst(model));
    }

    /** Why the members of the model's family have their shares in its net revenue. */
    public LineageRoutes routes(String model) {
        return new LineageRoutes(this, model, childrenFirst(model));
    }

    public SortedSet<String> ancestors(String model) {
        SortedSet<String> ancestors = new TreeSet<>(childrenFirst(model));
        ancestors.remove(model);
        return ancestors;
    }

    public SortedSet<String> descendants(String model) {
        SortedSet<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(children.getOrDefault(model, List.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) {
                open.addAll(children.getOrDefault(next, List.of()));
            }
        }
        return found;
    }

    /** The model and its ancestors, every child before its parents. */
    private List<String> childrenFirst(String model) {
        Map<String, Registration> family = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(model));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (!family.containsKey(next)) {
                Registration registration = registration(next);
                family.put(next, registration);
                registration.edges().forEach(edge -> open.push(edge.parent()));
            }
        }
        return family.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().index()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Registration registration(String model) {
        Registration known = models.get(model);
        if (known == null) {
            throw new IllegalArgumentException("model " + model + " is not registered");
        }
        return known;
    }
}
