package dev.tributary.bench.metering;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.pipelines.metering.UsageRecord;
import fr.acinq.secp256k1.Secp256k1;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A gateway of the workload: signs its reports as {@code UsageReporter} does. */
final class Gateway {
    private static final int COMPACT_BYTES = 64;
    private static final int V_BASE = 27;

    private final UsageReportDigest digest = new UsageReportDigest(Workload.CHAIN_ID, Cast.GATEWAY_REGISTRY);
    private final byte[] key;
    private final byte[] publicKey;
    private final byte[] address;
    private long sequence;

    Gateway(int index) {
        key = Cast.hash("key of gateway " + index);
        publicKey = Secp256k1.get().pubkeyCreate(key);
        byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, publicKey.length));
        address = Arrays.copyOfRange(hash, hash.length - 20, hash.length);
    }

    String address() {
        return Hex.of(address);
    }

    UsageRecord report(int partition, long offset, long appendMillis, byte[] value) {
        sequence++;
        byte[] hash = digest.digest(address, sequence, sha256(value));
        byte[] compact = Secp256k1.get().sign(hash, key);
        boolean even = Arrays.equals(Secp256k1.get().ecdsaRecover(compact, hash, 0), publicKey);
        byte[] signature = Arrays.copyOf(compact, COMPACT_BYTES + 1);
        signature[COMPACT_BYTES] = (byte) (even ? V_BASE : V_BASE + 1);
        return new UsageRecord(
                partition, offset, appendMillis, address(), Long.toString(sequence), Hex.of(signature), false, value);
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
