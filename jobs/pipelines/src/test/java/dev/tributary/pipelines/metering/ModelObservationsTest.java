package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class ModelObservationsTest {
    @Test
    void observationsArriveAsTheyWereSent() throws Exception {
        ModelObservations observations = new ModelObservations(
                Lines.MODEL,
                List.of(
                        new UsageObservation(29_400_005, 490_000, 3, 1, Latencies.of(new long[] {7, 0, 1L << 53})),
                        new UsageObservation(29_400_006, 490_000, 1, 0, Latencies.NONE),
                        new UsageObservation(29_400_005, 490_001, 600, 600, Latencies.of(new long[600])),
                        new UsageObservation(Long.MIN_VALUE, -1, Long.MAX_VALUE, 128, new byte[] {0, 5})));
        assertThat(sent(observations)).usingRecursiveComparison().isEqualTo(observations);
    }

    private static ModelObservations sent(ModelObservations observations) throws Exception {
        TypeSerializer<ModelObservations> serializer =
                TypeInformation.of(ModelObservations.class).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(observations, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
