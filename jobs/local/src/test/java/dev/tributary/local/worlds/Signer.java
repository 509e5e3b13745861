package dev.tributary.local.worlds;

import dev.tributary.local.audit.UsageLogRecord;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.web3j.utils.Numeric;

/** Signs reports for one EIP-712 domain. */
record Signer(long chainId, String registry) {
    private static final Pattern GATEWAY = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern SEQUENCE = Pattern.compile("0|[1-9][0-9]{0,18}");

    SignedReport sign(GatewayKey key, BigInteger sequence, byte[] value) {
        return signAs(key.address(), key, sequence, value);
    }

    /** Signs with a key that need not be the gateway's. */
    SignedReport signAs(String gateway, GatewayKey key, BigInteger sequence, byte[] value) {
        byte[] digest = GatewayKey.digest(chainId, registry, gateway, sequence, sha256(value));
        return new SignedReport(key, gateway, sequence.toString(), Numeric.toHexString(key.sign(digest)), value);
    }

    /** Whether the gateway that a record names signed it for this domain. */
    boolean hasSigned(UsageLogRecord record) {
        String gateway = record.headers().getOrDefault("gateway", "");
        String sequence = record.headers().getOrDefault("sequence", "");
        if (!GATEWAY.matcher(gateway).matches() || !SEQUENCE.matcher(sequence).matches()) {
            return false;
        }
        byte[] digest = GatewayKey.digest(chainId, registry, gateway, new BigInteger(sequence), sha256(record.value()));
        byte[] signature = Numeric.hexStringToByteArray(record.headers().getOrDefault("signature", ""));
        return GatewayKey.isBy(gateway, digest, signature);
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
