package dev.tributary.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChainEventJsonTest {
    private static final String HASH = "0x" + "ab".repeat(32);
    private static final String ADDRESS = "0x" + "cd".repeat(20);
    private static final ChainEvent REVOKED = new ChainEvent(
            31337,
            57,
            120,
            HASH,
            1795384800,
            HASH,
            3,
            "RoyaltyVault",
            ADDRESS,
            "RootRevoked",
            "{\"epoch\":\"7\",\"reason\":\"wrong price, größer €\"}");

    @Test
    void anEventIsWrittenInTheFormOfTheProtocol() {
        assertThat(text(REVOKED))
                .isEqualTo(
                        "{\"chainId\":31337,\"ordinal\":57,\"block\":{\"number\":120,\"hash\":\"" + HASH
                                + "\",\"timestamp\":1795384800},\"transaction\":\"" + HASH
                                + "\",\"logIndex\":3,\"contract\":\"RoyaltyVault\",\"address\":\"" + ADDRESS
                                + "\",\"event\":\"RootRevoked\",\"args\":{\"epoch\":\"7\",\"reason\":\"wrong price, größer €\"}}");
    }

    @Test
    void aFinalizedBlockHasNeitherTransactionNorArguments() throws ChainEventFormatException {
        ChainEvent finalized = ChainEvent.blockFinalized(31337, 57, 121, HASH, 1795384812);
        assertThat(text(finalized))
                .isEqualTo("{\"chainId\":31337,\"ordinal\":57,\"block\":{\"number\":121,\"hash\":\"" + HASH
                        + "\",\"timestamp\":1795384812},\"event\":\"BlockFinalized\"}");
        assertThat(ChainEventJson.read(ChainEventJson.write(finalized))).isEqualTo(finalized);
    }

    @Test
    void whatIsWrittenIsReadBackEqual() throws ChainEventFormatException {
        assertThat(ChainEventJson.read(ChainEventJson.write(REVOKED))).isEqualTo(REVOKED);
    }

    @Test
    void membersThatALaterVersionAddsAreIgnored() throws ChainEventFormatException {
        String later = text(REVOKED).replaceFirst("\\{", "{\"later\":[1],");
        assertThat(read(later)).isEqualTo(REVOKED);
    }

    @Test
    void aContractMayHaveAnEventNamedLikeTheNewsOfAFinalBlock() throws ChainEventFormatException {
        String named = text(REVOKED).replace("RootRevoked", ChainEvent.BLOCK_FINALIZED);
        assertThat(read(named).isBlockFinalized()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"chainId\":1}",
                "#{} {}",
                "#\"chainId\":31337->\"chainId\":\"31337\"",
                "#\"chainId\":31337->\"chainId\":-1",
                "#\"ordinal\":57->\"ordinal\":57.0",
                "#\"ordinal\":57->\"ordinal\":99999999999999999999",
                "#\"ordinal\":57->\"ordinal\":57,\"ordinal\":58",
                "#\"logIndex\":3->\"logIndex\":4294967296",
                "#0xcd->0xCD",
                "#0xabab->0xab",
                "#\"args\":{->\"args\":1,\"x\":{",
                "#}}->}"
            })
    void anythingElseIsRefusedWithACheckedException(String text) {
        assertThatThrownBy(() -> read(mutate(text))).isInstanceOf(ChainEventFormatException.class);
    }

    private static String mutate(String mutation) {
        if (mutation.startsWith("#{}")) {
            return text(REVOKED) + mutation.substring(3);
        }
        if (!mutation.startsWith("#")) {
            return mutation;
        }
        String[] replacement = mutation.substring(1).split("->", 2);
        String mutated = text(REVOKED).replace(replacement[0], replacement[1]);
        assertThat(mutated).isNotEqualTo(text(REVOKED));
        return mutated;
    }

    private static String text(ChainEvent event) {
        return new String(ChainEventJson.write(event), StandardCharsets.UTF_8);
    }

    private static ChainEvent read(String text) throws ChainEventFormatException {
        return ChainEventJson.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
