package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A part of what a model did in a minute, that waits for the close of the period in which it is booked.
 *
 * @param period often that of the minute, later for late lines
 */
@TypeInfo(OpenMinute.Type.class)
public record OpenMinute(long period, MinuteSummary part) {
    /** Of two numbers, a list's entry and the sums of a few lines. */
    private static final int LEAST_BYTES = 16;

    /** About what it takes in state, when nothing is charged. */
    int bytes() {
        return LEAST_BYTES + part.payers().length + part.latencies().length;
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<OpenMinute> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<OpenMinute> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(OpenMinute.class, 1);
        }

        @Override
        protected void write(OpenMinute value, CompactWriter out) {
            out.putSigned(value.period);
            value.part.write(MinuteSummary.NONE, out);
        }

        @Override
        protected OpenMinute read(CompactReader in, TextTable texts) {
            return new OpenMinute(in.signed(), MinuteSummary.read(MinuteSummary.NONE, in, texts));
        }
    }
}
