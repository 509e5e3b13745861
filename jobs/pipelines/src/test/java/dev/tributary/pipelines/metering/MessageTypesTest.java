package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
        TypeSerializer<UsageRejected> serializer =
                TypeInformation.of(UsageRejected.class).createSerializer(CONFIG);
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(rejected, out);
        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(rejected);
    }
}
