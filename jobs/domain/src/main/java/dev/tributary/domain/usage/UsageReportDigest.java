package dev.tributary.domain.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.AbiWord;
import dev.tributary.domain.money.Keccak;
import java.math.BigInteger;

/**
 * What a gateway signs: the EIP-712 digest of {@code UsageReport(address gateway,uint64 sequence,bytes32 contentHash)}
 * in the domain of the marketplace's GatewayRegistry.
 */
public final class UsageReportDigest {
    private static final byte[] DOMAIN_TYPE = Keccak.hash(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)".getBytes(UTF_8));
    private static final byte[] REPORT_TYPE =
            Keccak.hash("UsageReport(address gateway,uint64 sequence,bytes32 contentHash)".getBytes(UTF_8));
    private static final byte[] PREFIX = {0x19, 0x01};

    private final byte[] domainSeparator;

    public UsageReportDigest(long chainId, String gatewayRegistry) {
        domainSeparator = Keccak.hash(
                DOMAIN_TYPE,
                Keccak.hash("Tributary".getBytes(UTF_8)),
                Keccak.hash("1".getBytes(UTF_8)),
                AbiWord.uint256(BigInteger.valueOf(chainId)),
                AbiWord.address(gatewayRegistry));
    }

    public byte[] domainSeparator() {
        return domainSeparator.clone();
    }

    /**
     * @param gateway 20 bytes
     * @param sequence unsigned
     * @param contentHash sha-256 of the report's bytes
     */
    public byte[] digest(byte[] gateway, long sequence, byte[] contentHash) {
        byte[] struct = Keccak.hash(REPORT_TYPE, AbiWord.leftPadded(gateway), unsignedWord(sequence), contentHash);
        return Keccak.hash(PREFIX, domainSeparator, struct);
    }

    private static byte[] unsignedWord(long value) {
        byte[] word = new byte[AbiWord.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            word[AbiWord.BYTES - 1 - i] = (byte) (value >>> (8 * i));
        }
        return word;
    }
}
