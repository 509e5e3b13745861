package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.Authentication.Refused;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthenticatorTest {
    private static final SignedReports GATEWAY = new SignedReports("gateway");
    private static final UsageRecord GOOD = GATEWAY.record(7, 0, 0, Lines.report(Lines.line()));
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private final Authenticator authenticator = new Authenticator(SignedReports.settings());

    @Test
    void whatTheGatewaySignedIsAuthentic() {
        assertThat(authenticator.authenticate(GOOD)).isInstanceOfSatisfying(Authentic.class, authentic -> {
            assertThat(authentic.gateway()).isEqualTo(GATEWAY.gateway());
            assertThat(authentic.sequence()).isEqualTo(7);
            assertThat(authentic.contentHash()).isEqualTo(SignedReports.sha256(GOOD.value()));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "9223372036854775808", "18446744073709551615"})
    void everyUint64IsASequence(String sequence) {
        long number = Long.parseUnsignedLong(sequence);
        assertThat(authenticator.authenticate(GATEWAY.record(number, 0, 0, GOOD.value())))
                .isInstanceOfSatisfying(Authentic.class, authentic -> assertThat(authentic.sequence())
                        .isEqualTo(number));
    }

    @Test
    void hexDigitsOfTheSignatureMayBeOfEitherCase() {
        String upper = "0x" + signature(GOOD).substring(2).toUpperCase(Locale.ROOT);
        assertThat(authenticator.authenticate(with(GATEWAY.gateway(), "7", upper, GOOD.value())))
                .isInstanceOf(Authentic.class);
    }

    static Stream<Arguments> malformedHeaders() {
        String gateway = GATEWAY.gateway();
        String signature = signature(GOOD);
        return Stream.of(
                argumentSet("no gateway", null, "7", signature),
                argumentSet("an empty gateway", "", "7", signature),
                argumentSet(
                        "a gateway in upper case",
                        "0x" + gateway.substring(2).toUpperCase(Locale.ROOT),
                        "7",
                        signature),
                argumentSet("a gateway without 0x", gateway.substring(2), "7", signature),
                argumentSet("a gateway too short", gateway.substring(0, 41), "7", signature),
                argumentSet("a gateway too long", gateway + "0", "7", signature),
                argumentSet("a gateway with a space", gateway.substring(0, 41) + " ", "7", signature),
                argumentSet("no sequence", gateway, null, signature),
                argumentSet("an empty sequence", gateway, "", signature),
                argumentSet("a leading zero", gateway, "07", signature),
                argumentSet("00", gateway, "00", signature),
                argumentSet("a negative sequence", gateway, "-1", signature),
                argumentSet("a sequence with a plus", gateway, "+7", signature),
                argumentSet("2^64", gateway, "18446744073709551616", signature),
                argumentSet("a sequence of 21 digits", gateway, "100000000000000000000", signature),
                argumentSet("a hexadecimal sequence", gateway, "0x7", signature),
                argumentSet("a sequence with a space", gateway, "7 ", signature),
                argumentSet("digits of another script", gateway, "\u0667", signature),
                argumentSet("no signature", gateway, "7", null),
                argumentSet("a signature without 0x", gateway, "7", signature.substring(2)),
                argumentSet("a signature too short", gateway, "7", signature.substring(0, 131)),
                argumentSet("a signature too long", gateway, "7", signature + "0"),
                argumentSet("a signature with a g", gateway, "7", signature.substring(0, 131) + "g"),
                argumentSet("a compact signature", gateway, "7", signature.substring(0, 130)));
    }

    @ParameterizedTest
    @MethodSource("malformedHeaders")
    void headersOfAnotherFormAreMalformed(
            @Nullable String gateway, @Nullable String sequence, @Nullable String signature) {
        assertRefused(with(gateway, sequence, signature, GOOD.value()), RejectReason.MALFORMED_HEADER);
    }

    @Test
    void oneMebibyteIsTheLargestReport() {
        byte[] largest = new byte[1 << 20];
        assertThat(authenticator.authenticate(GATEWAY.record(7, 0, 0, largest))).isInstanceOf(Authentic.class);
        assertRefused(GATEWAY.record(7, 0, 0, new byte[(1 << 20) + 1]), RejectReason.TOO_LARGE);
    }

    @Test
    void theChecksComeInTheOrderOfTheProtocol() {
        byte[] tooLarge = new byte[(1 << 20) + 1];
        int wrong = (GATEWAY.partition() + 1) % SignedReports.PARTITIONS;
        String gateway = GATEWAY.gateway();
        assertRefused(new UsageRecord(wrong, 0, 0, null, null, null, false, tooLarge), RejectReason.TOO_LARGE);
        assertRefused(
                new UsageRecord(wrong, 0, 0, gateway, "7", "0x", false, GOOD.value()), RejectReason.MALFORMED_HEADER);
        assertRefused(
                new UsageRecord(wrong, 0, 0, gateway, "7", "0x" + "0".repeat(130), false, GOOD.value()),
                RejectReason.WRONG_PARTITION);
        assertRefused(with(gateway, "7", "0x" + "0".repeat(130), new byte[] {1}), RejectReason.SIGNATURE_INVALID);
    }

    @Test
    void aTamperedReplayedOrForeignReportIsNotAuthentic() {
        byte[] tampered = GOOD.value().clone();
        tampered[10] ^= 1;
        String signature = signature(GOOD);
        assertForged(with(GATEWAY.gateway(), "7", signature, tampered));
        assertForged(with(GATEWAY.gateway(), "8", signature, GOOD.value()));
        byte[] stranger = new SignedReports("stranger").sign(7, GOOD.value());
        assertForged(with(GATEWAY.gateway(), "7", Hex.of(stranger), GOOD.value()));
    }

    @Test
    void aReportSignedForAnotherChainOrRegistryIsNotAuthentic() {
        MeteringSettings here = SignedReports.settings();
        for (MeteringSettings elsewhere : new MeteringSettings[] {
            new MeteringSettings(here.topic(), 4, 1, here.gatewayRegistry(), 60_000, 3_600_000, 600_000, true),
            new MeteringSettings(
                    here.topic(), 4, here.chainId(), "0x" + "11".repeat(20), 60_000, 3_600_000, 600_000, true)
        }) {
            assertThat(new Authenticator(elsewhere).authenticate(GOOD))
                    .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(RejectReason.SIGNATURE_INVALID));
        }
    }

    @Test
    void theMalleableTwinOfASignatureIsNotOne() {
        byte[] signature = Hex.bytes(signature(GOOD));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] twin = signature.clone();
        put(twin, 32, ORDER.subtract(s));
        twin[64] = (byte) (signature[64] == 27 ? 28 : 27);
        assertForged(with(GATEWAY.gateway(), "7", Hex.of(twin), GOOD.value()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 26, 29, 30, 255})
    void vIsTwentySevenOrTwentyEight(int v) {
        byte[] signature = Hex.bytes(signature(GOOD));
        signature[64] = (byte) v;
        assertForged(with(GATEWAY.gateway(), "7", Hex.of(signature), GOOD.value()));
    }

    @Test
    void rAndSOutOfRangeAreRefusedWithoutAnException() {
        BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (BigInteger value : new BigInteger[] {BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE), largest}) {
            for (int at : new int[] {0, 32}) {
                byte[] signature = Hex.bytes(signature(GOOD));
                put(signature, at, value);
                assertForged(with(GATEWAY.gateway(), "7", Hex.of(signature), GOOD.value()));
            }
        }
        for (int r = 1; r < 50; r++) {
            byte[] signature = Hex.bytes(signature(GOOD));
            put(signature, 0, BigInteger.valueOf(r));
            assertForged(with(GATEWAY.gateway(), "7", Hex.of(signature), GOOD.value()));
        }
    }

    @Test
    void signaturesAreSkippedOnlyWhenTheSettingsSaySo() {
        MeteringSettings here = SignedReports.settings();
        MeteringSettings unchecked = new MeteringSettings(
                here.topic(), 4, here.chainId(), here.gatewayRegistry(), 60_000, 3_600_000, 600_000, false);
        UsageRecord forged = with(GATEWAY.gateway(), "7", "0x" + "0".repeat(130), GOOD.value());
        assertThat(new Authenticator(unchecked).authenticate(forged)).isInstanceOf(Authentic.class);
    }

    private void assertForged(UsageRecord record) {
        assertRefused(record, RejectReason.SIGNATURE_INVALID);
    }

    private void assertRefused(UsageRecord record, RejectReason reason) {
        assertThat(authenticator.authenticate(record))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static UsageRecord with(
            @Nullable String gateway, @Nullable String sequence, @Nullable String signature, byte[] value) {
        return new UsageRecord(GATEWAY.partition(), 0, 0, gateway, sequence, signature, false, value);
    }

    private static String signature(UsageRecord record) {
        String signature = record.signature();
        return signature == null ? "" : signature;
    }

    private static void put(byte[] signature, int at, BigInteger value) {
        byte[] bytes = value.toByteArray();
        for (int i = 0; i < 32; i++) {
            int from = bytes.length - 1 - i;
            signature[at + 31 - i] = from >= 0 ? bytes[from] : 0;
        }
    }
}
