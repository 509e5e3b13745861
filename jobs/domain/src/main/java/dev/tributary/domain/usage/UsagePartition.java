package dev.tributary.domain.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The partition of the usage topic that a gateway writes to: Kafka's murmur2 of its address. */
public final class UsagePartition {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private UsagePartition() {}

    /**
     * The partition of a gateway.
     *
     * @param gateway the 42 characters of the lower-case address
     */
    public static int of(String gateway, int partitions) {
        return (murmur2(gateway.getBytes(UTF_8)) & 0x7fffffff) % partitions;
    }

    /** Austin Appleby's MurmurHash2, 32 bits, with the seed of Kafka's default partitioner. */
    static int murmur2(byte[] bytes) {
        int length = bytes.length;
        int hash = SEED ^ length;
        int whole = length / 4;
        for (int i = 0; i < whole; i++) {
            int at = i * 4;
            int k = word(bytes, at, 4) * M;
            k = (k ^ (k >>> R)) * M;
            hash = (hash * M) ^ k;
        }
        if (length % 4 != 0) {
            hash = (hash ^ word(bytes, whole * 4, length % 4)) * M;
        }
        hash = (hash ^ (hash >>> 13)) * M;
        return hash ^ (hash >>> 15);
    }

    private static int word(byte[] bytes, int at, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xff) << (8 * i);
        }
        return word;
    }
}
