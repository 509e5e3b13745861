package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.web3j.utils.Numeric;

/** A report as a gateway sends it: three headers and the bytes they vouch for. */
@SuppressWarnings("ArrayRecordComponent") // never compared as records
record SignedReport(GatewayKey key, String gateway, String sequence, String signature, byte[] value) {
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("gateway", gateway);
        headers.put("sequence", sequence);
        headers.put("signature", signature);
        return headers;
    }

    byte[] signatureBytes() {
        return Numeric.hexStringToByteArray(signature);
    }

    SignedReport withGateway(String other) {
        return new SignedReport(key, other, sequence, signature, value);
    }

    SignedReport withSequence(String other) {
        return new SignedReport(key, gateway, other, signature, value);
    }

    SignedReport withSignature(String other) {
        return new SignedReport(key, gateway, sequence, other, value);
    }

    SignedReport withSignature(byte[] other) {
        return withSignature(Numeric.toHexString(other));
    }

    SignedReport withValue(byte[] other) {
        return new SignedReport(key, gateway, sequence, signature, other);
    }

    BigInteger sequenceNumber() {
        return new BigInteger(sequence);
    }
}
