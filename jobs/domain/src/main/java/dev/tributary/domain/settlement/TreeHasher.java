package dev.tributary.domain.settlement;

import dev.tributary.domain.money.AbiWord;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.KeccakDigest;

/** Hashes leaves and nodes of a tree into flat arrays, with one digest and one buffer. Of one thread alone. */
final class TreeHasher {
    static final int BYTES = 32;
    private static final int BITS = 256;

    private final KeccakDigest digest = new KeccakDigest(BITS);
    private final byte[] words = new byte[3 * AbiWord.BYTES];
    private String token = "";

    /** {@code keccak256(bytes.concat(keccak256(abi.encode(account, token, cumulative))))}, put at {@code place}. */
    void leaf(Leaf leaf, byte[] nodes, int place) {
        put(AbiWord.address(leaf.account()), 0);
        if (!token.equals(leaf.token())) {
            token = leaf.token();
            put(AbiWord.address(token), 1);
        }
        put(AbiWord.uint256(leaf.cumulative()), 2);
        int at = place * BYTES;
        digest.update(words, 0, words.length);
        digest.doFinal(nodes, at);
        digest.update(nodes, at, BYTES);
        digest.doFinal(nodes, at);
    }

    /** Siblings are hashed in order of their value; {@code right} follows {@code left} in the array. */
    void parent(byte[] nodes, int left, int place) {
        int low = left * BYTES;
        int high = low + BYTES;
        if (Arrays.compareUnsigned(nodes, low, high, nodes, high, high + BYTES) <= 0) {
            digest.update(nodes, low, 2 * BYTES);
        } else {
            digest.update(nodes, high, BYTES);
            digest.update(nodes, low, BYTES);
        }
        digest.doFinal(nodes, place * BYTES);
    }

    private void put(byte[] word, int index) {
        System.arraycopy(word, 0, words, index * AbiWord.BYTES, AbiWord.BYTES);
    }
}
