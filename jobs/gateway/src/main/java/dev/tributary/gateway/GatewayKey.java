package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.gateway.GatewayException.Code;
import fr.acinq.secp256k1.Secp256k1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The gateway's secp256k1 key, read from a file of 64 hex digits; it is never shown. */
final class GatewayKey {
    static final int SIGNATURE_BYTES = 65;
    private static final int KEY_BYTES = 32;
    private static final int COMPACT_BYTES = 64;
    private static final int V_BASE = 27;

    private final byte[] key;
    private final byte[] publicKey;
    private final byte[] address;
    private final UsageReportDigest reportDigest;

    private GatewayKey(byte[] key, UsageReportDigest reportDigest) {
        this.key = key;
        this.publicKey = Secp256k1.get().pubkeyCreate(key);
        byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, publicKey.length));
        this.address = Arrays.copyOfRange(hash, hash.length - 20, hash.length);
        this.reportDigest = reportDigest;
    }

    static GatewayKey read(Path file, UsageReportDigest reportDigest) {
        byte[] key;
        try {
            String text = Files.readString(file, US_ASCII).strip();
            key = Hex.bytes(text.startsWith("0x") ? text : "0x" + text);
        } catch (IOException e) {
            throw new GatewayException(
                    Code.KEY_UNREADABLE, "the key file " + file + " cannot be read; check its path and owner", e);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message holds the key.
            throw invalid(file);
        }
        if (key.length != KEY_BYTES || !Secp256k1.get().secKeyVerify(key)) {
            throw invalid(file);
        }
        return new GatewayKey(key, reportDigest);
    }

    private static GatewayException invalid(Path file) {
        return new GatewayException(
                Code.KEY_INVALID,
                "the key file " + file + " does not hold a secp256k1 private key; write it as 64 hex digits");
    }

    /** Lower-case 0x form. */
    String address() {
        return Hex.of(address);
    }

    byte[] addressBytes() {
        return address.clone();
    }

    /** The signature r, s, v over a report's EIP-712 digest, with s in the lower half. */
    byte[] sign(long sequence, byte[] value) {
        byte[] digest = reportDigest.digest(address, sequence, sha256(value));
        byte[] compact = Secp256k1.get().sign(digest, key);
        boolean even = Arrays.equals(Secp256k1.get().ecdsaRecover(compact, digest, 0), publicKey);
        byte[] signature = Arrays.copyOf(compact, SIGNATURE_BYTES);
        signature[COMPACT_BYTES] = (byte) (even ? V_BASE : V_BASE + 1);
        return signature;
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
