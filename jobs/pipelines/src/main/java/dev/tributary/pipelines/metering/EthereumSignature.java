package dev.tributary.pipelines.metering;

import dev.tributary.domain.money.Keccak;
import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Signatures as the chain checks them: 65 bytes r, s, v over secp256k1, with s in the lower half of the order
 * (EIP-2) so that a signature has one form, and v 27 or 28.
 */
final class EthereumSignature {
    private static final byte[] ORDER = word("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static final byte[] HALF_ORDER = word("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");
    private static final byte[] ZERO = new byte[32];
    private static final int WORD = 32;
    private static final int V_BASE = 27;

    private EthereumSignature() {}

    /**
     * Whether the account signed the digest.
     *
     * @param account 20 bytes
     * @param digest 32 bytes
     * @param signature 65 bytes
     */
    static boolean isBy(byte[] account, byte[] digest, byte[] signature) {
        int recovery = signature[2 * WORD] - V_BASE;
        if ((recovery != 0 && recovery != 1) || !isInRange(signature)) {
            return false;
        }
        try {
            byte[] compact = Arrays.copyOf(signature, 2 * WORD);
            byte[] publicKey = Secp256k1.get().ecdsaRecover(compact, digest, recovery);
            byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, publicKey.length));
            return Arrays.equals(hash, WORD - account.length, WORD, account, 0, account.length);
        } catch (Secp256k1Exception e) {
            // No point of the curve has this r: nobody signed that.
            return false;
        }
    }

    private static boolean isInRange(byte[] signature) {
        return compare(signature, 0, ZERO) > 0
                && compare(signature, 0, ORDER) < 0
                && compare(signature, WORD, ZERO) > 0
                && compare(signature, WORD, HALF_ORDER) <= 0;
    }

    private static int compare(byte[] signature, int from, byte[] word) {
        return Arrays.compareUnsigned(signature, from, from + WORD, word, 0, WORD);
    }

    private static byte[] word(String hex) {
        byte[] bytes = new BigInteger(hex, 16).toByteArray();
        return Arrays.copyOfRange(bytes, bytes.length - WORD, bytes.length);
    }
}
