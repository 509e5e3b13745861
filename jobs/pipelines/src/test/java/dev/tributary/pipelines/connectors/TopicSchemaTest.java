package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.metering.Quantities;
import dev.tributary.pipelines.metering.RefusedAmount;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRejectedJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicSchemaTest {
    private static final String HASH = "0x" + "ab".repeat(32);
    private static final ChainEvent SPLIT_CHANGED = new ChainEvent(
            31337,
            57,
            120,
            HASH,
            1795384800,
            HASH,
            3,
            "ModelRegistry",
            "0x" + "cd".repeat(20),
            "SplitChanged",
            "{\"modelId\":\"" + HASH + "\",\"accounts\":[\"0x" + "0a".repeat(20) + "\"],\"basisPoints\":[10000]}");
    private static final String LINE = "[{\"specversion\":\"1.0\",\"id\":\"01\",\"source\":\"/gateways/1\","
            + "\"type\":\"ai.inference.usage.v1\",\"subject\":\"" + HASH
            + "\",\"time\":\"2026-11-22T22:00:00.123Z\",\"data\":{\"payer\":\"0x" + "0a".repeat(20)
            + "\",\"pass\":\"17\",\"calls\":1,\"latencyMillis\":655,\"outcome\":\"ok\"}}]";

    @Test
    void writtenChainEventsKeepToTheirSchema() throws IOException {
        TopicSchema schema = TopicSchema.of("chain.events.v1");
        assertThat(schema.violations(ChainEventJson.write(SPLIT_CHANGED))).isEmpty();
        assertThat(schema.violations(ChainEventJson.write(ChainEvent.blockFinalized(31337, 0, 0, HASH, 0))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ordinal\":57->\"ordinal\":0",
                "\"ordinal\":57->\"ordinal\":\"57\"",
                "\"logIndex\":3,->",
                "0xcd->0xCD",
                "[10000]->[65536]",
                "\"basisPoints\"->\"basispoints\"",
                "\"event\":\"SplitChanged\"->\"event\":\"\"",
                "\"event\":\"SplitChanged\"->\"event\":\"BlockFinalized\"",
                "\"event\":\"SplitChanged\"->\"event\":\"Deposited\"",
                "ModelRegistry->TestToken"
            })
    void aChainEventOfAnotherFormDoesNot(String change) throws IOException {
        String written = new String(ChainEventJson.write(SPLIT_CHANGED), StandardCharsets.UTF_8);
        assertThat(TopicSchema.of("chain.events.v1").violations(changed(written, change)))
                .isNotEmpty();
    }

    @Test
    void theReportOfTheProtocolKeepsToItsSchema() throws IOException {
        assertThat(TopicSchema.of("usage.reported.v1").violations(LINE.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"calls\":1->\"calls\":-1",
                "\"pass\":\"17\"->\"pass\":\"017\"",
                "\"outcome\":\"ok\"->\"outcome\":\"fine\"",
                "22:00:00.123Z->22:00:60Z",
                "22:00:00.123Z->22:00:00"
            })
    void aReportOfAnotherFormDoesNot(String change) throws IOException {
        assertThat(TopicSchema.of("usage.reported.v1").violations(changed(LINE, change)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"lines\":3->\"lines\":-1",
                "MODEL_UNKNOWN->UNKNOWN",
                "\"payer\"->\"Payer\"",
                "\"calls\":1->\"calls\":\"1\"",
                "\"detail\":\"No terms.\",->",
                "MODEL_UNKNOWN->LIMIT_EXCEEDED"
            })
    void aRefusalOfAnotherFormDoesNot(String change) throws IOException {
        String written =
                new String(UsageRejectedJson.write(refusal(RejectReason.MODEL_UNKNOWN)), StandardCharsets.UTF_8);
        assertThat(TopicSchema.of("usage.rejected.v1").violations(changed(written, change)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIMIT_EXCEEDED->MODEL_UNKNOWN",
                "\"token\":\"0x->\"token\":\"",
                "0x1c->0x1C",
                "\"micro\":\"2500000\"->\"micro\":2500000",
                "\"micro\":\"2500000\"->\"micro\":\"0\"",
                ",\"micro\":\"2500000\"->"
            })
    void aRefusedAmountOfAnotherFormDoesNot(String change) throws IOException {
        String written =
                new String(UsageRejectedJson.write(refusal(RejectReason.LIMIT_EXCEEDED)), StandardCharsets.UTF_8);
        assertThat(TopicSchema.of("usage.rejected.v1").violations(changed(written, change)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void refusalsOfEveryReasonKeepToTheirSchema(RejectReason reason) throws IOException {
        assertThat(TopicSchema.of("usage.rejected.v1").violations(UsageRejectedJson.write(refusal(reason))))
                .isEmpty();
    }

    private static UsageRejected refusal(RejectReason reason) {
        if (reason == RejectReason.LIMIT_EXCEEDED) {
            RefusedAmount amount = new RefusedAmount("0x" + "1c".repeat(20), BigInteger.valueOf(2_500_000));
            return UsageRejected.cut(reason.name(), "Too much.", HASH, "0x" + "0a".repeat(20), 60_000, 0, amount);
        }
        return UsageRejected.bucket(
                reason.name(),
                "No terms.",
                3,
                "",
                HASH,
                "0x" + "0a".repeat(20),
                "17",
                60_000,
                0,
                Quantities.of(1, 2, 3, 4));
    }

    private static byte[] changed(String text, String change) {
        String[] replacement = change.split("->", 2);
        String changed = text.replace(replacement[0], replacement[1]);
        assertThat(changed).isNotEqualTo(text);
        return changed.getBytes(StandardCharsets.UTF_8);
    }
}
