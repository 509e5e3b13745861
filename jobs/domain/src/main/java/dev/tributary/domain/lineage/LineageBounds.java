package dev.tributary.domain.lineage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bounds that the registry keeps at every registration (economics, section 2), for those who want to know before
 * they pay for the transaction. Both count paths and so never fall below the true sums.
 */
public final class LineageBounds {
    public static final int MOST_PARENTS = 16;
    public static final long MOST_ANCESTORS = 1024;

    private record Bound(RoyaltyPolicy policy, long share, long lap, long ancestors) {}

    private final Map<String, Bound> models = new HashMap<>();

    /** Whether the registry would take a model with these parents. */
    public boolean accepts(List<String> parents) {
        return parents.size() <= MOST_PARENTS
                && ancestorBound(parents) <= MOST_ANCESTORS
                && lapBound(parents) + directLrp(parents) <= LineageShares.WHOLE;
    }

    /** @throws IllegalArgumentException when the bounds do not hold */
    public void register(String model, RoyaltyPolicy policy, long share, List<String> parents) {
        if (!accepts(parents)) {
            throw new IllegalArgumentException("the family of " + model + " exceeds the registry's bounds");
        }
        models.put(model, new Bound(policy, share, lapBound(parents), ancestorBound(parents)));
    }

    private long lapBound(List<String> parents) {
        return parents.stream()
                .map(this::bound)
                .mapToLong(parent -> (parent.policy() == RoyaltyPolicy.LAP ? parent.share() : 0) + parent.lap())
                .sum();
    }

    private long directLrp(List<String> parents) {
        return parents.stream()
                .map(this::bound)
                .mapToLong(parent -> parent.policy() == RoyaltyPolicy.LRP ? parent.share() : 0)
                .sum();
    }

    private long ancestorBound(List<String> parents) {
        return parents.stream()
                .map(this::bound)
                .mapToLong(parent -> 1 + parent.ancestors())
                .sum();
    }

    private Bound bound(String model) {
        Bound bound = models.get(model);
        if (bound == null) {
            throw new IllegalArgumentException("parent " + model + " is not registered");
        }
        return bound;
    }
}
