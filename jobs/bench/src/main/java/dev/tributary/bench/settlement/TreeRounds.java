package dev.tributary.bench.settlement;

import dev.tributary.domain.settlement.Leaf;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree and all its proofs, each round right after the hashing alone.
 *
 * @param limitSeconds of hashing alone, a figure per round
 */
record TreeRounds(int leaves, int threads, List<Double> limitSeconds, List<TreeRound> trees) {
    static TreeRounds measure(List<Leaf> leaves, int warmUps, int rounds) {
        int threads = Runtime.getRuntime().availableProcessors();
        TreeContender contender = new TreeContender(leaves);
        List<Double> limits = new ArrayList<>();
        List<TreeRound> trees = new ArrayList<>();
        for (int round = -warmUps; round < rounds; round++) {
            double limit = HashingLimit.seconds(leaves.size(), threads);
            TreeRound tree = contender.run();
            if (round >= 0) {
                limits.add(limit);
                trees.add(tree);
            }
        }
        return new TreeRounds(leaves.size(), threads, limits, trees);
    }

    Spread limit() {
        return Spread.of(limitSeconds.stream().mapToDouble(Double::doubleValue));
    }

    Spread tree() {
        return Spread.of(trees.stream().mapToDouble(TreeRound::treeSeconds));
    }

    Spread proofs() {
        return Spread.of(trees.stream().mapToDouble(TreeRound::proofsSeconds));
    }

    Spread ratio() {
        return Spread.ofRatios(
                trees.stream().mapToDouble(TreeRound::seconds).toArray(),
                limitSeconds.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
