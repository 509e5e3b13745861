package dev.tributary.local.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;

/**
 * The root of an OpenZeppelin {@code standard-v1} tree: a complete binary tree in one array, where the leaves fill the
 * last places in reverse order of their hash, and node i is the hash of nodes 2i+1 and 2i+2, the lower one first.
 */
public final class MerkleRoot {
    /** The root of a tree without leaves. */
    public static final String EMPTY = "0x" + "0".repeat(64);

    private MerkleRoot() {}

    /** @param leaves account, token and cumulative amount; one per account and token */
    public static String of(List<AuditedLeaf> leaves) {
        if (leaves.isEmpty()) {
            return EMPTY;
        }
        List<byte[]> hashes = new ArrayList<>();
        leaves.forEach(leaf -> hashes.add(leafHash(leaf)));
        hashes.sort(Arrays::compareUnsigned);
        Collections.reverse(hashes);
        return Numeric.toHexString(node(0, hashes));
    }

    private static byte[] node(int index, List<byte[]> descendingLeaves) {
        int firstLeaf = descendingLeaves.size() - 1;
        if (index >= firstLeaf) {
            return descendingLeaves.get(index - firstLeaf);
        }
        byte[] left = node(2 * index + 1, descendingLeaves);
        byte[] right = node(2 * index + 2, descendingLeaves);
        return Arrays.compareUnsigned(left, right) <= 0 ? hash(left, right) : hash(right, left);
    }

    static byte[] leafHash(AuditedLeaf leaf) {
        String encoded = TypeEncoder.encode(new Address(leaf.account()))
                + TypeEncoder.encode(new Address(leaf.token()))
                + TypeEncoder.encode(new Uint256(leaf.cumulative()));
        return Hash.sha3(Hash.sha3(Numeric.hexStringToByteArray(encoded)));
    }

    private static byte[] hash(byte[] lower, byte[] higher) {
        byte[] both = Arrays.copyOf(lower, lower.length + higher.length);
        System.arraycopy(higher, 0, both, lower.length, higher.length);
        return Hash.sha3(both);
    }
}
