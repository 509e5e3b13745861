package dev.tributary.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventDecoderTest {
    private static final String VAULT = "0x" + "0a".repeat(20);
    private static final String REGISTRY = "0x" + "0b".repeat(20);
    private static final String HASH = "0x" + "ab".repeat(32);
    private static final String MODEL = "0x" + "c1".repeat(32);
    private static final String OWNER_WORD = word("beefbeefbeefbeefbeefbeefbeefbeefbeefbeef");
    private static final EventDecoder DECODER = EventDecoder.of(
            new Deployment(31337, 0, Map.of(Deployment.ROYALTY_VAULT, VAULT, Deployment.MODEL_REGISTRY, REGISTRY)));

    @Test
    void arraysAddressesAndSmallIntegersFollowTheProtocol() {
        EvmLog log = log(
                REGISTRY,
                "ModelRegistered(bytes32,address,uint8,uint8,bytes32[],uint8,uint32)",
                List.of(MODEL, "0x" + OWNER_WORD),
                word("55") + word("3") + word("a0") + word("1") + word("5f5e100") + word("1") + MODEL.substring(2));
        assertThat(DECODER.decode(log))
                .isEqualTo(new DecodedEvent(
                        "ModelRegistry",
                        "ModelRegistered",
                        "{\"modelId\":\"" + MODEL + "\",\"owner\":\"0xbeefbeefbeefbeefbeefbeefbeefbeefbeefbeef\","
                                + "\"codec\":85,\"format\":3,\"parents\":[\"" + MODEL
                                + "\"],\"royaltyPolicy\":1,\"royaltyShare\":100000000}"));
    }

    @Test
    void fixedArraysAndWideIntegersAreDecimalStrings() {
        EvmLog log = log(
                REGISTRY,
                "TermsChanged(bytes32,address,uint128[4],uint128,uint64,bool,uint64,uint64)",
                List.of(MODEL),
                OWNER_WORD
                        + word("0")
                        + word("1")
                        + word("f".repeat(32))
                        + word("a")
                        + word("b")
                        + word("c")
                        + word("1")
                        + word("f".repeat(16))
                        + word("6920f6c0"));
        assertThat(DECODER.decode(log).args())
                .isEqualTo("{\"modelId\":\"" + MODEL + "\",\"token\":\"0xbeefbeefbeefbeefbeefbeefbeefbeefbeefbeef\","
                        + "\"pricesPerMillion\":[\"0\",\"1\",\"340282366920938463463374607431768211455\",\"10\"],"
                        + "\"licencePrice\":\"11\",\"minimumScorePpm\":\"12\",\"passRequired\":true,"
                        + "\"passLifetime\":\"18446744073709551615\",\"effectiveAt\":\"1763768000\"}");
    }

    @Test
    void dynamicArraysOfUnequalTypesAreReadByTheirOffsets() {
        EvmLog log = log(
                REGISTRY,
                "SplitChanged(bytes32,address[],uint16[])",
                List.of(MODEL),
                word("40") + word("a0") + word("2") + OWNER_WORD + word("1") + word("2") + word("1f40") + word("7d0"));
        assertThat(DECODER.decode(log).args())
                .isEqualTo(
                        "{\"modelId\":\"" + MODEL + "\",\"accounts\":[\"0xbeefbeefbeefbeefbeefbeefbeefbeefbeefbeef\","
                                + "\"0x0000000000000000000000000000000000000001\"],\"basisPoints\":[8000,2000]}");
    }

    @Test
    void textIsUtf8WhateverItsAlphabet() throws IOException {
        String reason = "Preis zu hoch: 5 € 模型 🚰 \" \\ \n";
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        String padded = Hex.of(bytes).substring(2) + "00".repeat(Math.floorMod(-bytes.length, 32));
        EvmLog log = log(
                VAULT,
                "RootRevoked(uint64,string)",
                List.of("0x" + word("7")),
                word("20") + word(Integer.toHexString(bytes.length)) + padded);
        String args = DECODER.decode(log).args();
        assertThat(new ObjectMapper().readTree(args).get("reason").textValue()).isEqualTo(reason);
        assertThat(new ObjectMapper().readTree(args).get("epoch").textValue()).isEqualTo("7");
    }

    @Test
    void anEventIsKnownByItsContractToo() {
        EvmLog transfer = log(
                VAULT, "Transfer(address,address,uint256)", List.of("0x" + OWNER_WORD, "0x" + OWNER_WORD, MODEL), "");
        assertThatThrownBy(() -> DECODER.decode(transfer))
                .isInstanceOf(EventDecodingException.class)
                .hasMessageStartingWith("CHAIN_LOG_UNKNOWN: ")
                .hasMessageContaining("no event of RoyaltyVault");
    }

    @Test
    void aLogThatDoesNotHoldItsParametersIsRefused() {
        String signature = "Deposited(address,address,uint256)";
        List<String> topics = List.of("0x" + OWNER_WORD, "0x" + OWNER_WORD);
        assertThat(DECODER.decode(log(VAULT, signature, topics, word("2a"))).args())
                .endsWith("\"amount\":\"42\"}");
        assertRefused(log(VAULT, signature, topics, ""));
        assertRefused(log(VAULT, signature, topics.subList(0, 1), word("2a")));
        assertRefused(log(VAULT, signature, List.of("0x" + OWNER_WORD, "0x" + OWNER_WORD, MODEL), word("2a")));
        assertRefused(new EvmLog(1, HASH, HASH, 0, VAULT, List.of(), "0x"));
        assertRefused(new EvmLog(1, HASH, HASH, 0, "0x" + "ff".repeat(20), List.of(MODEL), "0x"));
    }

    @Test
    void aContractWithoutACommittedAbiIsAnError() {
        Deployment unknown = new Deployment(1, 0, Map.of("Casino", VAULT));
        assertThatThrownBy(() -> EventDecoder.of(unknown)).hasMessageContaining("Casino");
    }

    private static void assertRefused(EvmLog log) {
        assertThatThrownBy(() -> DECODER.decode(log)).isInstanceOf(EventDecodingException.class);
    }

    private static EvmLog log(String address, String signature, List<String> indexed, String payloadWords) {
        List<String> topics = new ArrayList<>();
        topics.add(Hex.of(Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII))));
        topics.addAll(indexed);
        return new EvmLog(1, HASH, HASH, 0, address, topics, "0x" + payloadWords);
    }

    private static String word(String hex) {
        return "0".repeat(64 - hex.length()) + hex;
    }
}
