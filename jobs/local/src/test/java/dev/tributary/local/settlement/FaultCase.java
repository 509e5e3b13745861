package dev.tributary.local.settlement;

import dev.tributary.settlement.run.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Where a runner is cut off, what the node does with each transaction's first sending, and what the chain does with it. */
record FaultCase(Step step, Node node, Chain chain) {
    private static final int COVERAGE = 2;

    /** What the node does with the first sending of a transaction. */
    enum Node {
        /** The request never reaches it. */
        LOST,
        ACCEPTED,
        /** It has the transaction, and its answer is lost. */
        ACCEPTED_WITHOUT_REPLY
    }

    /** What the chain does with a transaction that the node has. */
    enum Chain {
        MINED,
        /** Not mined until it offers more. */
        PENDING,
        /** Forgotten by the pool. */
        DROPPED,
        /** Its nonce is used by a transaction of the same key that the runner knows nothing of. */
        REPLACED,
        /** Mined, seen by the runner, and reorganised away. */
        REORGED_OUT,
        /** The runner sleeps where it would be cut off; another one takes over meanwhile. */
        MINED_BY_ANOTHER_RUNNER
    }

    static List<FaultCase> all() {
        List<FaultCase> all = new ArrayList<>();
        for (Step step : Step.values()) {
            for (Node node : Node.values()) {
                for (Chain chain : Chain.values()) {
                    all.add(new FaultCase(step, node, chain));
                }
            }
        }
        return all;
    }

    /** Covers every fail point, node and chain twice at least, and every pair of node and chain. */
    static List<FaultCase> sample(long seed) {
        List<FaultCase> shuffled = all();
        Collections.shuffle(shuffled, new Random(seed));
        Map<Step, Integer> steps = new EnumMap<>(Step.class);
        Set<String> pairs = new HashSet<>();
        List<FaultCase> sample = new ArrayList<>();
        for (FaultCase candidate : shuffled) {
            boolean newPair = pairs.add(candidate.node() + " " + candidate.chain());
            if (newPair || steps.getOrDefault(candidate.step(), 0) < COVERAGE) {
                steps.merge(candidate.step(), 1, Integer::sum);
                sample.add(candidate);
            }
        }
        return sample;
    }

    /** One of every fate on the chain, for scenes of more acts; nothing halts in them. */
    static List<FaultCase> oneOfEveryChain(long seed) {
        List<FaultCase> shuffled = withoutHalt();
        Collections.shuffle(shuffled, new Random(seed));
        Map<Chain, FaultCase> sample = new EnumMap<>(Chain.class);
        shuffled.forEach(each -> sample.putIfAbsent(each.chain(), each));
        return List.copyOf(sample.values());
    }

    static List<FaultCase> withoutHalt() {
        return new ArrayList<>(
                all().stream().filter(each -> each.step() != Step.HALT_STORED).toList());
    }

    /** Every value of the three, as often as it comes up. */
    static Stream<Enum<?>> parts(List<FaultCase> cases) {
        return cases.stream().flatMap(each -> Stream.of(each.step(), each.node(), each.chain()));
    }

    @Override
    public String toString() {
        return step + " x " + node + " x " + chain;
    }
}
