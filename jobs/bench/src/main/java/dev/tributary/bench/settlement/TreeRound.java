package dev.tributary.bench.settlement;

/**
 * One tree and all its proofs.
 *
 * @param proofs SHA-256 of every proof, in order of token and account, as 0x-hex; empty where it is not compared
 */
public record TreeRound(double treeSeconds, double proofsSeconds, String root, String proofs) {
    double seconds() {
        return treeSeconds + proofsSeconds;
    }
}
