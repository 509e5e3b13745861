package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.math.BigInteger;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTypesTest {
    private static final SerializerConfigImpl CONFIG =
            new SerializerConfigImpl(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

    @ParameterizedTest
    @ValueSource(
            classes = {
                UsageRecord.class,
                ModelUsage.class,
                ModelObservations.class,
                UsageRejected.class,
                RefusedAmount.class,
                Tally.class,
                Frontier.class,
                UsageMinute.class,
                MinuteSummaries.class,
                OpenMinute.class,
                PartitionClock.class,
                GatewayWindow.class
            })
    void messagesAndStateAreSerialisedWithoutKryo(Class<?> type) {
        assertThatCode(() -> TypeInformation.of(type).createSerializer(CONFIG)).doesNotThrowAnyException();
    }

    @Test
    void whatIsNotKnownSurvivesTheNetwork() throws Exception {
        UsageRejected rejected = new UsageRejected(
                0,
                "TOO_LARGE",
                "why",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(sent(rejected)).isEqualTo(rejected);
    }

    @Test
    void anAmountSurvivesTheNetwork() throws Exception {
        RefusedAmount amount = new RefusedAmount("token", BigInteger.TWO.pow(200));
        UsageRejected cut = UsageRejected.cut("LIMIT_EXCEEDED", "why", "model", "payer", 60_000, 0, amount);
        assertThat(sent(cut)).isEqualTo(cut);
        assertThat(sent(cut).amount()).isEqualTo(amount);
    }

    private static UsageRejected sent(UsageRejected rejected) throws IOException {
        TypeSerializer<UsageRejected> serializer =
                TypeInformation.of(UsageRejected.class).createSerializer(CONFIG);
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(rejected, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
