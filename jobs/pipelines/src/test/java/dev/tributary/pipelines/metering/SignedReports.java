package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.domain.usage.UsageReportDigest;
import fr.acinq.secp256k1.Secp256k1;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A gateway of the tests: signs reports as the protocol says, with a key made of its name. */
final class SignedReports {
    static final long CHAIN_ID = 31337;
    static final String REGISTRY = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
    static final int PARTITIONS = 4;
    static final long MINUTE = 60_000;
    static final long PERIOD = 60 * MINUTE;
    static final long GRACE = 10 * MINUTE;

    private final byte[] key;
    private final byte[] address;

    SignedReports(String name) {
        key = Keccak.hash(name.getBytes(UTF_8));
        byte[] publicKey = Secp256k1.get().pubkeyCreate(key);
        address = Arrays.copyOfRange(Keccak.hash(Arrays.copyOfRange(publicKey, 1, 65)), 12, 32);
    }

    static MeteringSettings settings() {
        return new MeteringSettings("usage.reported.v1", PARTITIONS, CHAIN_ID, REGISTRY, MINUTE, PERIOD, GRACE, true);
    }

    String gateway() {
        return Hex.of(address);
    }

    int partition() {
        return UsagePartition.of(gateway(), PARTITIONS);
    }

    UsageRecord record(long sequence, long offset, long appendTimeMillis, String json) {
        return record(sequence, offset, appendTimeMillis, json.getBytes(UTF_8));
    }

    UsageRecord record(long sequence, long offset, long appendTimeMillis, byte[] value) {
        return new UsageRecord(
                partition(),
                offset,
                appendTimeMillis,
                gateway(),
                Long.toUnsignedString(sequence),
                Hex.of(sign(sequence, value)),
                false,
                value);
    }

    byte[] sign(long sequence, byte[] value) {
        byte[] digest = new UsageReportDigest(CHAIN_ID, REGISTRY).digest(address, sequence, sha256(value));
        byte[] compact = Secp256k1.get().sign(digest, key);
        byte[] signature = Arrays.copyOf(compact, 65);
        byte[] publicKey = Secp256k1.get().pubkeyCreate(key);
        boolean even = Arrays.equals(Secp256k1.get().ecdsaRecover(compact, digest, 0), publicKey);
        signature[64] = (byte) (even ? 27 : 28);
        return signature;
    }

    static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
