package dev.tributary.local.worlds;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.web3j.utils.Numeric;

/** Ways to spoil a good report that its signature or its headers must give away. */
final class Forgeries {
    private static final BigInteger CURVE_ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    /** Each is refused as {@code SIGNATURE_INVALID}. */
    static final List<BiFunction<SignedReport, Chance, SignedReport>> SIGNATURES = List.of(
            (good, chance) -> good.withValue(tampered(good.value())),
            (good, chance) ->
                    good.withSequence(good.sequenceNumber().add(BigInteger.ONE).toString()),
            (good, chance) -> signedBy(GatewayKey.of(chance.bytes(32)), good),
            (good, chance) ->
                    new Signer(1, ChainScript.GATEWAY_REGISTRY).sign(good.key(), good.sequenceNumber(), good.value()),
            (good, chance) ->
                    new Signer(World.CHAIN_ID, ChainScript.VAULT).sign(good.key(), good.sequenceNumber(), good.value()),
            (good, chance) -> highS(good),
            (good, chance) -> withLastByte(good, (byte) (good.signatureBytes()[64] - 27)),
            (good, chance) -> withLastByte(good, (byte) (good.signatureBytes()[64] + 2)),
            (good, chance) -> withLastByte(good, (byte) (55 - good.signatureBytes()[64])),
            (good, chance) -> withScalar(good, 0, BigInteger.ZERO),
            (good, chance) -> withScalar(good, 0, CURVE_ORDER),
            (good, chance) -> withScalar(good, 0, CURVE_ORDER.subtract(BigInteger.ONE)),
            (good, chance) -> withScalar(good, 0, BigInteger.TWO.pow(256).subtract(BigInteger.ONE)),
            // No point of the curve has this coordinate.
            (good, chance) -> withScalar(good, 0, BigInteger.valueOf(5)),
            (good, chance) -> withScalar(good, 32, BigInteger.ZERO),
            (good, chance) -> withScalar(good, 32, CURVE_ORDER),
            (good, chance) -> good.withSignature(chance.bytes(65)),
            (good, chance) -> good.withSignature(new byte[65]));

    /** Each is refused as {@code MALFORMED_HEADER}. */
    static final List<BiFunction<SignedReport, Chance, SignedReport>> HEADERS = List.of(
            (good, chance) -> good.withGateway(""),
            (good, chance) -> good.withGateway(good.gateway() + "0"),
            (good, chance) -> good.withGateway(good.gateway().substring(2)),
            (good, chance) ->
                    good.withGateway("0x" + good.gateway().substring(2).toUpperCase(Locale.ROOT) + "A"),
            (good, chance) -> good.withGateway("0x" + "A".repeat(40)),
            (good, chance) -> good.withSequence(""),
            (good, chance) -> good.withSequence("0" + good.sequence()),
            (good, chance) -> good.withSequence("+" + good.sequence()),
            (good, chance) -> good.withSequence("-1"),
            (good, chance) -> good.withSequence("1.0"),
            (good, chance) -> good.withSequence(" 1"),
            (good, chance) -> good.withSequence("\u0661"),
            (good, chance) -> good.withSequence("18446744073709551616"),
            (good, chance) -> good.withSequence("9".repeat(40)),
            (good, chance) -> good.withSignature(""),
            (good, chance) -> good.withSignature(good.signature().substring(2)),
            (good, chance) -> good.withSignature(good.signature() + "00"),
            (good, chance) -> good.withSignature(good.signature().substring(0, 131)),
            (good, chance) -> good.withSignature("0X" + good.signature().substring(2)),
            (good, chance) -> good.withSignature(good.signature().substring(0, 131) + "g"));

    private Forgeries() {}

    private static byte[] tampered(byte[] value) {
        byte[] tampered = Arrays.copyOf(value, value.length + 1);
        tampered[value.length] = ' ';
        return tampered;
    }

    private static SignedReport signedBy(GatewayKey thief, SignedReport good) {
        Signer signer = new Signer(World.CHAIN_ID, ChainScript.GATEWAY_REGISTRY);
        return signer.signAs(good.gateway(), thief, good.sequenceNumber(), good.value());
    }

    private static SignedReport highS(SignedReport good) {
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(good.signatureBytes(), 32, 64));
        SignedReport high = withScalar(good, 32, CURVE_ORDER.subtract(s));
        return withLastByte(high, (byte) (55 - good.signatureBytes()[64]));
    }

    private static SignedReport withLastByte(SignedReport good, byte v) {
        byte[] signature = good.signatureBytes();
        signature[64] = v;
        return good.withSignature(signature);
    }

    private static SignedReport withScalar(SignedReport good, int at, BigInteger scalar) {
        byte[] signature = good.signatureBytes();
        System.arraycopy(Numeric.toBytesPadded(scalar, 32), 0, signature, at, 32);
        return good.withSignature(signature);
    }
}
