package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the lines of one accepted report say about the quality of a model in a minute; analytics only, never money.
 *
 * @param model 32-byte id, lower-case 0x form
 * @param minute index of the rating grain in which the usage happened
 * @param period index of the settlement period in which it is booked
 * @param lines lines observed
 * @param errors how many of them failed (their {@code outcome})
 * @param latencies {@code latencyMillis} of the lines that have one, see {@link Latencies}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
@TypeInfo(UsageObservation.Type.class)
public record UsageObservation(String model, long minute, long period, long lines, long errors, byte[] latencies) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<UsageObservation> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<UsageObservation> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(UsageObservation.class);
        }

        @Override
        protected void write(UsageObservation value, CompactWriter out) {
            out.putText(value.model());
            out.putSigned(value.minute());
            out.putSigned(value.period());
            out.putUnsigned(value.lines());
            out.putUnsigned(value.errors());
            out.putBytes(value.latencies());
        }

        @Override
        protected UsageObservation read(CompactReader in, TextTable texts) {
            return new UsageObservation(
                    in.text(texts), in.signed(), in.signed(), in.unsigned(), in.unsigned(), in.byteArray());
        }
    }
}
