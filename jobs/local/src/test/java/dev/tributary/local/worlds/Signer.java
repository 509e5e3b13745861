package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.web3j.utils.Numeric;

/** Signs reports for one EIP-712 domain. */
record Signer(long chainId, String registry) {
    SignedReport sign(GatewayKey key, BigInteger sequence, byte[] value) {
        return signAs(key.address(), key, sequence, value);
    }

    /** Signs with a key that need not be the gateway's. */
    SignedReport signAs(String gateway, GatewayKey key, BigInteger sequence, byte[] value) {
        byte[] digest = GatewayKey.digest(chainId, registry, gateway, sequence, sha256(value));
        return new SignedReport(key, gateway, sequence.toString(), Numeric.toHexString(key.sign(digest)), value);
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
