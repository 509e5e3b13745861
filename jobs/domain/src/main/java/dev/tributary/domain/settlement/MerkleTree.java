package dev.tributary.domain.settlement;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * OpenZeppelin's StandardMerkleTree, format {@code standard-v1}: leaves sorted by hash, laid from the end of the node
 * array, siblings hashed in order of their value, so that the npm library loads what {@link #dump} writes and the vault
 * verifies what {@link #proof} gives.
 */
public final class MerkleTree {
    /** The root of a tree without leaves. */
    public static final String EMPTY_ROOT = "0x" + "0".repeat(64);

    private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

    private final List<Leaf> leaves;
    private final byte[][] nodes;
    private final Map<Leaf, Integer> positions;

    private MerkleTree(List<Leaf> leaves, byte[][] nodes, Map<Leaf, Integer> positions) {
        this.leaves = leaves;
        this.nodes = nodes;
        this.positions = positions;
    }

    /** @throws IllegalArgumentException when an account has two leaves in one token, or a leaf of nothing */
    public static MerkleTree of(Collection<Leaf> leaves) {
        List<Leaf> byTokenAndAccount = leaves.stream()
                .sorted(Comparator.comparing(Leaf::token).thenComparing(Leaf::account))
                .toList();
        requireOnePositiveLeafEach(byTokenAndAccount);
        int count = byTokenAndAccount.size();
        byte[][] hashes = byTokenAndAccount.stream().map(Leaf::hash).toArray(byte[][]::new);
        int[] byHash = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(i -> hashes[i], UNSIGNED))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[][] nodes = new byte[Math.max(0, 2 * count - 1)][];
        Map<Leaf, Integer> positions = new HashMap<>(2 * count);
        for (int rank = 0; rank < count; rank++) {
            int position = nodes.length - 1 - rank;
            nodes[position] = hashes[byHash[rank]];
            positions.put(byTokenAndAccount.get(byHash[rank]), position);
        }
        for (int i = nodes.length - 1 - count; i >= 0; i--) {
            nodes[i] = parent(nodes[2 * i + 1], nodes[2 * i + 2]);
        }
        return new MerkleTree(byTokenAndAccount, nodes, positions);
    }

    public String root() {
        return nodes.length == 0 ? EMPTY_ROOT : Hex.of(nodes[0]);
    }

    /** The leaves, sorted by (token, account). */
    public List<Leaf> leaves() {
        return leaves;
    }

    /** The siblings on the way to the root. @throws IllegalArgumentException when the leaf is not in the tree */
    public List<String> proof(Leaf leaf) {
        Integer position = positions.get(leaf);
        if (position == null) {
            throw new IllegalArgumentException("not in the tree: " + leaf);
        }
        List<String> siblings = new ArrayList<>();
        for (int i = position; i > 0; i = (i - 1) / 2) {
            siblings.add(Hex.of(nodes[i % 2 == 1 ? i + 1 : i - 1]));
        }
        return siblings;
    }

    public static boolean verify(String root, Leaf leaf, List<String> proof) {
        byte[] node = leaf.hash();
        for (String sibling : proof) {
            node = parent(node, Hex.bytes(sibling));
        }
        return Hex.of(node).equals(root);
    }

    /** The library's dump: {@code format, leafEncoding, tree, values}; loads with {@code StandardMerkleTree.load}. */
    public String dump() {
        StringBuilder out = new StringBuilder("{\"format\":\"standard-v1\",")
                .append("\"leafEncoding\":[\"address\",\"address\",\"uint256\"],\"tree\":[");
        for (int i = 0; i < nodes.length; i++) {
            out.append(i == 0 ? "\"" : ",\"").append(Hex.of(nodes[i])).append('"');
        }
        out.append("],\"values\":[");
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            out.append(i == 0 ? "" : ",")
                    .append("{\"value\":[\"")
                    .append(leaf.account())
                    .append("\",\"")
                    .append(leaf.token())
                    .append("\",\"")
                    .append(leaf.cumulative())
                    .append("\"],\"treeIndex\":")
                    .append(positions.get(leaf))
                    .append('}');
        }
        return out.append("]}").toString();
    }

    private static byte[] parent(byte[] left, byte[] right) {
        return UNSIGNED.compare(left, right) <= 0 ? Keccak.hash(left, right) : Keccak.hash(right, left);
    }

    private static void requireOnePositiveLeafEach(List<Leaf> sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            Leaf leaf = sorted.get(i);
            if (leaf.cumulative().signum() <= 0) {
                throw new IllegalArgumentException("a leaf must be of a positive amount: " + leaf);
            }
            if (i > 0
                    && sorted.get(i - 1).account().equals(leaf.account())
                    && sorted.get(i - 1).token().equals(leaf.token())) {
                throw new IllegalArgumentException("two leaves for one account and token: " + leaf);
            }
        }
    }
}
