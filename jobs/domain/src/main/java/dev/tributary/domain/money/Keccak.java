package dev.tributary.domain.money;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256, the hash of the EVM. */
public final class Keccak {
    private static final int BITS = 256;
    private static final int BYTES = 32;

    private Keccak() {}

    /** The hash of the parts laid end to end. */
    public static byte[] hash(byte[]... parts) {
        KeccakDigest digest = new KeccakDigest(BITS);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] hash = new byte[BYTES];
        digest.doFinal(hash, 0);
        return hash;
    }
}
