package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What many reports say about the quality of one model: one record to its model instead of one for each minute.
 *
 * @param model 32-byte id, lower-case 0x form
 * @param observations at least one, each of another minute or period
 */
@TypeInfo(ModelObservations.Type.class)
public record ModelObservations(String model, List<UsageObservation> observations) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ModelObservations> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<ModelObservations> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ModelObservations.class, 1);
        }

        @Override
        protected void write(ModelObservations value, CompactWriter out) {
            out.putText(value.model);
            out.putUnsigned(value.observations.size());
            for (UsageObservation observation : value.observations) {
                out.putSigned(observation.minute());
                out.putSigned(observation.period());
                out.putUnsigned(observation.lines());
                out.putUnsigned(observation.errors());
                out.putBytes(observation.latencies());
            }
        }

        @Override
        protected ModelObservations read(CompactReader in, TextTable texts) {
            return new ModelObservations(in.text(texts), observations(in));
        }

        private static List<UsageObservation> observations(CompactReader in) {
            int size = (int) in.unsigned();
            List<UsageObservation> observations = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                observations.add(
                        new UsageObservation(in.signed(), in.signed(), in.unsigned(), in.unsigned(), in.byteArray()));
            }
            return observations;
        }
    }
}
