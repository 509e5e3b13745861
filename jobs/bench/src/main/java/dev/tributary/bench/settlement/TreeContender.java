package dev.tributary.bench.settlement;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The tree of the settlement run, with every proof written as it goes into the database. */
final class TreeContender {
    private static final int CHUNK = 1_024;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Leaf> leaves;

    TreeContender(List<Leaf> leaves) {
        this.leaves = leaves;
    }

    TreeRound run() {
        long began = System.nanoTime();
        MerkleTree tree = MerkleTree.of(leaves);
        long built = System.nanoTime();
        long bytes = IntStream.range(0, (leaves.size() + CHUNK - 1) / CHUNK)
                .parallel()
                .mapToLong(chunk -> proofs(tree, chunk * CHUNK, Math.min(leaves.size(), (chunk + 1) * CHUNK)))
                .sum();
        long ended = System.nanoTime();
        if (bytes <= 0 && leaves.size() > 1) {
            throw new IllegalStateException("no proofs were written");
        }
        return new TreeRound((built - began) / NANOS, (ended - built) / NANOS, tree.root(), "");
    }

    /** The bytes written. */
    private static long proofs(MerkleTree tree, int begin, int end) {
        byte[] proof = new byte[tree.longestProof()];
        long bytes = 0;
        for (int i = begin; i < end; i++) {
            bytes += tree.proof(i, proof, 0);
        }
        return bytes;
    }

    /** SHA-256 of every proof, in order. */
    String proofs() {
        MerkleTree tree = MerkleTree.of(leaves);
        byte[] proof = new byte[tree.longestProof()];
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < leaves.size(); i++) {
                digest.update(proof, 0, tree.proof(i, proof, 0));
            }
            return Hex.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
