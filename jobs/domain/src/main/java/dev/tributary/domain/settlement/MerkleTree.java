package dev.tributary.domain.settlement;

import dev.tributary.domain.money.Hex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * OpenZeppelin's StandardMerkleTree, format {@code standard-v1}: leaves sorted by hash, laid from the end of the node
 * array, siblings hashed in order of their value, so that the npm library loads what {@link #dump} writes and the vault
 * verifies what {@link #proof} gives. At most 33 million leaves.
 */
public final class MerkleTree {
    /** The root of a tree without leaves. */
    public static final String EMPTY_ROOT = "0x" + "0".repeat(64);

    private static final int HASH_BYTES = TreeHasher.BYTES;
    private static final Comparator<Leaf> BY_TOKEN_AND_ACCOUNT =
            Comparator.comparing(Leaf::token).thenComparing(Leaf::account);

    private final List<Leaf> leaves;
    /** All nodes end to end, the root first. */
    private final byte[] nodes;
    /** Which node each leaf is. */
    private final int[] places;

    private MerkleTree(List<Leaf> leaves, byte[] nodes, int[] places) {
        this.leaves = leaves;
        this.nodes = nodes;
        this.places = places;
    }

    /** @throws IllegalArgumentException when an account has two leaves in one token, or a leaf of nothing */
    public static MerkleTree of(Collection<Leaf> leaves) {
        List<Leaf> sorted = new ArrayList<>(leaves);
        sorted.sort(BY_TOKEN_AND_ACCOUNT);
        requireOnePositiveLeafEach(sorted);
        TreeNodes nodes = TreeNodes.of(sorted);
        return new MerkleTree(Collections.unmodifiableList(sorted), nodes.nodes(), nodes.places());
    }

    public String root() {
        return nodes.length == 0 ? EMPTY_ROOT : Hex.of(nodes, 0, HASH_BYTES);
    }

    /** The leaves, sorted by (token, account). */
    public List<Leaf> leaves() {
        return leaves;
    }

    /** The siblings on the way to the root. @throws IllegalArgumentException when the leaf is not in the tree */
    public List<String> proof(Leaf leaf) {
        int index = Collections.binarySearch(leaves, leaf, BY_TOKEN_AND_ACCOUNT);
        if (index < 0 || !leaves.get(index).equals(leaf)) {
            throw new IllegalArgumentException("not in the tree: " + leaf);
        }
        byte[] siblings = new byte[longestProof()];
        int length = proof(index, siblings, 0);
        List<String> proof = new ArrayList<>();
        for (int at = 0; at < length; at += HASH_BYTES) {
            proof.add(Hex.of(siblings, at, at + HASH_BYTES));
        }
        return proof;
    }

    /**
     * Writes the siblings of a leaf end to end.
     *
     * @param index of the leaf in {@link #leaves()}
     * @param at where in {@code out} to begin; {@link #longestProof()} bytes are always enough
     * @return the bytes written, 32 for each sibling
     */
    public int proof(int index, byte[] out, int at) {
        int end = at;
        for (int node = places[index]; node > 0; node = (node - 1) / 2) {
            int sibling = node % 2 == 1 ? node + 1 : node - 1;
            System.arraycopy(nodes, sibling * HASH_BYTES, out, end, HASH_BYTES);
            end += HASH_BYTES;
        }
        return end - at;
    }

    /** Of any leaf, in bytes. */
    public int longestProof() {
        return leaves.isEmpty() ? 0 : (Integer.SIZE - Integer.numberOfLeadingZeros(leaves.size() - 1)) * HASH_BYTES;
    }

    public static boolean verify(String root, Leaf leaf, List<String> proof) {
        TreeHasher hasher = new TreeHasher();
        byte[] pair = new byte[2 * HASH_BYTES];
        hasher.leaf(leaf, pair, 0);
        for (String text : proof) {
            byte[] sibling = Hex.bytes(text);
            if (sibling.length != HASH_BYTES) {
                return false;
            }
            System.arraycopy(sibling, 0, pair, HASH_BYTES, HASH_BYTES);
            hasher.parent(pair, 0, 0);
        }
        return Hex.of(pair, 0, HASH_BYTES).equals(root);
    }

    /** The library's dump: {@code format, leafEncoding, tree, values}; loads with {@code StandardMerkleTree.load}. */
    public String dump() {
        StringBuilder out = new StringBuilder("{\"format\":\"standard-v1\",")
                .append("\"leafEncoding\":[\"address\",\"address\",\"uint256\"],\"tree\":[");
        for (int at = 0; at < nodes.length; at += HASH_BYTES) {
            out.append(at == 0 ? "\"" : ",\"")
                    .append(Hex.of(nodes, at, at + HASH_BYTES))
                    .append('"');
        }
        out.append("],\"values\":[");
        for (int i = 0; i < places.length; i++) {
            Leaf leaf = leaves.get(i);
            out.append(i == 0 ? "" : ",")
                    .append("{\"value\":[\"")
                    .append(leaf.account())
                    .append("\",\"")
                    .append(leaf.token())
                    .append("\",\"")
                    .append(leaf.cumulative())
                    .append("\"],\"treeIndex\":")
                    .append(places[i])
                    .append('}');
        }
        return out.append("]}").toString();
    }

    private static void requireOnePositiveLeafEach(List<Leaf> sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            Leaf leaf = sorted.get(i);
            if (leaf.cumulative().signum() <= 0) {
                throw new IllegalArgumentException("a leaf must be of a positive amount: " + leaf);
            }
            if (i > 0 && BY_TOKEN_AND_ACCOUNT.compare(sorted.get(i - 1), leaf) == 0) {
                throw new IllegalArgumentException("two leaves for one account and token: " + leaf);
            }
        }
    }
}
