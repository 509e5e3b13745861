package dev.tributary.domain.lineage;

import java.util.List;

/**
 * Why a model takes part in the net revenue of another, or of its own. The edges to a model all carry the policy that it
 * set at its own registration, so there is one reason for each receiver, not a mixture.
 */
public sealed interface LineageRoute {
    /** What the receiver keeps of the earning model's net revenue, over 10^8. */
    long share();

    /** One lineage path to show: models from the one that earns to the one that receives. */
    List<String> path();

    /**
     * The earning model itself: what its ancestors leave it.
     *
     * @param absolute what they take by LAP, over 10^8
     * @param passedOn what flows on along LRP edges, over 10^8
     */
    record Own(String model, long absolute, long passedOn) implements LineageRoute {
        @Override
        public long share() {
            return LineageShares.WHOLE - absolute - passedOn;
        }

        @Override
        public List<String> path() {
            return List.of(model);
        }
    }

    /** An ancestor with an absolute policy: the sum of its edges in the family, each counted once. */
    record Absolute(List<LapEdge> edges, List<String> path) implements LineageRoute {
        @Override
        public long share() {
            return edges.stream().mapToLong(LapEdge::share).sum();
        }
    }

    /**
     * An ancestor with a relative policy.
     *
     * @param inflow what comes to it along all paths, over 10^8
     * @param passedOn what flows on to its own parents, over 10^8
     * @param path the one that brings the most at each step; others may add to the inflow
     */
    record Relative(long inflow, long passedOn, List<String> path) implements LineageRoute {
        @Override
        public long share() {
            return inflow - passedOn;
        }
    }
}
