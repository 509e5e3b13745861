package dev.tributary.domain.settlement;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hashing of a tree, on all cores.
 *
 * @param nodes end to end, the root first
 * @param places which node each leaf is
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record TreeNodes(byte[] nodes, int[] places) {
    private static final int HASH_BYTES = TreeHasher.BYTES;
    /** What one thread takes at once: enough to make up for its hasher. */
    private static final int CHUNK = 1_024;

    static TreeNodes of(List<Leaf> leaves) {
        int count = leaves.size();
        byte[] hashes = new byte[Math.multiplyExact(count, HASH_BYTES)];
        inChunks(0, count, (hasher, i) -> hasher.leaf(leaves.get(i), hashes, i));
        int[] byHash = byRisingHash(hashes, count);

        int size = Math.max(0, 2 * count - 1);
        byte[] nodes = new byte[Math.multiplyExact(size, HASH_BYTES)];
        int[] places = new int[count];
        inChunks(0, count, (hasher, rank) -> {
            int place = size - 1 - rank;
            System.arraycopy(hashes, byHash[rank] * HASH_BYTES, nodes, place * HASH_BYTES, HASH_BYTES);
            places[byHash[rank]] = place;
        });
        // The children of node i are 2i+1 and 2i+2: of the nodes that are left, none in the upper half is one of them.
        int end = size - count;
        while (end > 0) {
            int begin = end / 2;
            inChunks(begin, end, (hasher, i) -> hasher.parent(nodes, 2 * i + 1, i));
            end = begin;
        }
        return new TreeNodes(nodes, places);
    }

    private interface Work {
        void on(TreeHasher hasher, int index);
    }

    private static void inChunks(int begin, int end, Work work) {
        int chunks = (end - begin + CHUNK - 1) / CHUNK;
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            TreeHasher hasher = new TreeHasher();
            int from = begin + chunk * CHUNK;
            int to = Math.min(end, from + CHUNK);
            for (int i = from; i < to; i++) {
                work.on(hasher, i);
            }
        });
    }

    /**
     * The indices of the hashes, by rising hash. Each is sorted as one number, its first bits before its index; those that
     * share all of these bits, hardly ever two, are then put right by the others.
     */
    static int[] byRisingHash(byte[] hashes, int count) {
        int indexBits = Long.SIZE - Long.numberOfLeadingZeros(count);
        long indexMask = (1L << indexBits) - 1;
        long[] keys = new long[count];
        ByteBuffer words = ByteBuffer.wrap(hashes);
        for (int i = 0; i < count; i++) {
            keys[i] = ((words.getLong(i * HASH_BYTES) ^ Long.MIN_VALUE) & ~indexMask) | i;
        }
        Arrays.parallelSort(keys);
        int[] indices = new int[count];
        for (int rank = 0; rank < count; rank++) {
            int index = (int) (keys[rank] & indexMask);
            int at = rank;
            while (at > 0
                    && (keys[at - 1] & ~indexMask) == (keys[rank] & ~indexMask)
                    && isBelow(hashes, index, indices[at - 1])) {
                indices[at] = indices[at - 1];
                at--;
            }
            indices[at] = index;
        }
        return indices;
    }

    private static boolean isBelow(byte[] hashes, int one, int other) {
        int left = one * HASH_BYTES;
        int right = other * HASH_BYTES;
        return Arrays.compareUnsigned(hashes, left, left + HASH_BYTES, hashes, right, right + HASH_BYTES) < 0;
    }
}
