package dev.tributary.bench.settlement;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * What no tree can be built faster than: its Keccak calls and nothing else, by the same library, on as many threads. A
 * tree of n leaves hashes n times 96 bytes, n times 32 bytes, and n - 1 times 64 bytes.
 */
final class HashingLimit {
    private static final int BITS = 256;
    private static final int HASH_BYTES = 32;
    private static final int ENCODED_LEAF_BYTES = 96;
    private static final int PAIR_BYTES = 64;

    private HashingLimit() {}

    static long calls(int leaves) {
        return 3L * leaves - 1;
    }

    static double seconds(int leaves, int threads) {
        long began = System.nanoTime();
        IntStream.range(0, threads).parallel().forEach(thread -> {
            int share = leaves / threads + (thread < leaves % threads ? 1 : 0);
            hash(share, ENCODED_LEAF_BYTES);
            hash(share, HASH_BYTES);
            hash(thread == 0 ? share - 1 : share, PAIR_BYTES);
        });
        return (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Every hash is over the one before, so that none can be left out. */
    private static void hash(int calls, int bytes) {
        KeccakDigest digest = new KeccakDigest(BITS);
        byte[] buffer = new byte[bytes];
        for (int i = 0; i < calls; i++) {
            digest.update(buffer, 0, bytes);
            digest.doFinal(buffer, 0);
        }
        if (calls > 0 && isZero(buffer)) {
            throw new IllegalStateException("a hash of zero");
        }
    }

    private static boolean isZero(byte[] buffer) {
        return IntStream.range(0, HASH_BYTES).allMatch(i -> buffer[i] == 0);
    }
}
