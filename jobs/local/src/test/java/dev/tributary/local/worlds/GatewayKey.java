package dev.tributary.local.worlds;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.utils.Numeric;

/** A gateway's key; signs digests as 65 bytes r, s, v. */
@SuppressWarnings("ArrayRecordComponent") // never compared as records
record GatewayKey(byte[] secret, String address) {
    private static final Secp256k1 CURVE = Secp256k1.Companion.get();

    static GatewayKey of(byte[] seed) {
        byte[] secret = Hash.sha3(seed);
        byte[] point = CURVE.pubkeyCreate(secret);
        return new GatewayKey(secret, addressOf(point));
    }

    byte[] sign(byte[] digest) {
        byte[] compact = CURVE.sign(digest, secret);
        for (int recovery = 0; recovery < 2; recovery++) {
            if (addressOf(CURVE.ecdsaRecover(compact, digest, recovery)).equals(address)) {
                byte[] signature = Arrays.copyOf(compact, 65);
                signature[64] = (byte) (27 + recovery);
                return signature;
            }
        }
        throw new IllegalStateException("a signature recovers with one of two parities");
    }

    static boolean isBy(String address, byte[] digest, byte[] signature) {
        int recovery = signature[64] - 27;
        if (recovery != 0 && recovery != 1) {
            return false;
        }
        try {
            return address.equals(addressOf(CURVE.ecdsaRecover(Arrays.copyOf(signature, 64), digest, recovery)));
        } catch (Secp256k1Exception e) {
            return false; // No point of the curve has this r.
        }
    }

    private static String addressOf(byte[] uncompressed) {
        byte[] point = Arrays.copyOfRange(uncompressed, 1, 65);
        return "0x" + Keys.getAddress(new BigInteger(1, point));
    }

    /** The EIP-712 digest of a usage report, spelled out word by word. */
    static byte[] digest(long chainId, String registry, String gateway, BigInteger sequence, byte[] contentHash) {
        byte[] domain = Hash.sha3(concat(
                keccak("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak("Tributary"),
                keccak("1"),
                word(BigInteger.valueOf(chainId)),
                word(Numeric.toBigInt(registry))));
        byte[] report = Hash.sha3(concat(
                keccak("UsageReport(address gateway,uint64 sequence,bytes32 contentHash)"),
                word(Numeric.toBigInt(gateway)),
                word(sequence),
                contentHash));
        return Hash.sha3(concat(new byte[] {0x19, 0x01}, domain, report));
    }

    private static byte[] keccak(String text) {
        return Hash.sha3(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] word(BigInteger value) {
        return Numeric.toBytesPadded(value, 32);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] joined = new byte[0];
        for (byte[] part : parts) {
            int at = joined.length;
            joined = Arrays.copyOf(joined, at + part.length);
            System.arraycopy(part, 0, joined, at, part.length);
        }
        return joined;
    }
}
