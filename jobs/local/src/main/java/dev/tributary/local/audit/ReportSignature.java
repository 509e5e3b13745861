package dev.tributary.local.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SignatureException;
import java.util.Arrays;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.utils.Numeric;

/**
 * Recovers the signer of a report from its EIP-712 typed data, through web3j's generic encoder.
 *
 * @param chainId of the chain log
 * @param gatewayRegistry the verifying contract
 */
record ReportSignature(long chainId, String gatewayRegistry) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigInteger CURVE_ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger HIGHEST_S = CURVE_ORDER.shiftRight(1);
    private static final String TYPES = """
            {"types":{
              "EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
                {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
              "UsageReport":[{"name":"gateway","type":"address"},{"name":"sequence","type":"uint64"},
                {"name":"contentHash","type":"bytes32"}]},
             "primaryType":"UsageReport","domain":{"name":"Tributary","version":"1"},"message":{}}
            """;

    /**
     * @param signature 0x and 130 hex digits: r, s, v
     * @return whether the gateway itself signed these bytes under this sequence
     */
    boolean isBy(String gateway, String sequence, byte[] content, String signature) {
        byte[] rsv = Numeric.hexStringToByteArray(signature);
        byte[] r = Arrays.copyOfRange(rsv, 0, 32);
        byte[] s = Arrays.copyOfRange(rsv, 32, 64);
        byte v = rsv[64];
        if ((v != 27 && v != 28) || !isScalar(r, CURVE_ORDER.subtract(BigInteger.ONE)) || !isScalar(s, HIGHEST_S)) {
            return false;
        }
        try {
            BigInteger key = Sign.signedMessageHashToKey(
                    digest(gateway, sequence, content), new Sign.SignatureData(new byte[] {v}, r, s));
            return gateway.equals("0x" + Keys.getAddress(key));
        } catch (SignatureException | RuntimeException noPoint) {
            // An r that is no point's coordinate has no signer.
            return false;
        }
    }

    byte[] digest(String gateway, String sequence, byte[] content) {
        try {
            ObjectNode typed = (ObjectNode) JSON.readTree(TYPES);
            typed.withObject("/domain").put("chainId", chainId).put("verifyingContract", gatewayRegistry);
            typed.withObject("/message")
                    .put("gateway", gateway)
                    .put("sequence", sequence)
                    .put("contentHash", Numeric.toHexString(sha256(content)));
            return new StructuredDataEncoder(JSON.writeValueAsString(typed)).hashStructuredData();
        } catch (IOException impossible) {
            throw new IllegalStateException("the typed data of a report must be encodable", impossible);
        }
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static boolean isScalar(byte[] unsigned, BigInteger largest) {
        BigInteger value = new BigInteger(1, unsigned);
        return value.signum() > 0 && value.compareTo(largest) <= 0;
    }
}
