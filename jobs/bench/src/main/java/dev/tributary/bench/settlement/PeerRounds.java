package dev.tributary.bench.settlement;

import dev.tributary.domain.settlement.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The same tree and proofs by npm's library and by ours.
 *
 * @param isSame whether root and proofs are
 */
record PeerRounds(List<TreeRound> npm, List<TreeRound> ours, boolean isSame) {
    /** @param npm the first of which warmed it up */
    static PeerRounds measure(List<Leaf> leaves, List<TreeRound> npm, int warmUps) {
        TreeContender contender = new TreeContender(leaves);
        for (int i = 0; i < warmUps; i++) {
            contender.run();
        }
        List<TreeRound> measured = npm.subList(1, npm.size());
        List<TreeRound> ours = new ArrayList<>();
        while (ours.size() < measured.size()) {
            ours.add(contender.run());
        }
        String root = ours.get(0).root();
        String proofs = contender.proofs();
        boolean isSame = npm.stream()
                .allMatch(round -> round.root().equals(root) && round.proofs().equals(proofs));
        return new PeerRounds(List.copyOf(measured), ours, isSame);
    }

    Spread treeRatio() {
        return ratio(TreeRound::treeSeconds);
    }

    Spread ratio() {
        return ratio(TreeRound::seconds);
    }

    private Spread ratio(ToDoubleFunction<TreeRound> seconds) {
        return Spread.ofRatios(
                npm.stream().mapToDouble(seconds).toArray(),
                ours.stream().mapToDouble(seconds).toArray());
    }
}
