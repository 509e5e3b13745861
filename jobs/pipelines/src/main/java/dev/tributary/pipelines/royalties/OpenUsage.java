package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.metering.ModelUsage;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A part of one model's usage that waits for the close of its period. Nobody changes it, so that a snapshot can be
 * written while usage goes on coming in.
 *
 * @param packed as in {@link ModelUsage}; counts of other periods, which it may hold too, are not meant
 */
@TypeInfo(OpenUsage.Type.class)
@SuppressWarnings("ArrayRecordComponent") // never compared as records
public record OpenUsage(long period, byte[] packed) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<OpenUsage> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<OpenUsage> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(OpenUsage.class, 1);
        }

        @Override
        protected void write(OpenUsage value, CompactWriter out) {
            out.putSigned(value.period());
            out.putBytes(value.packed());
        }

        @Override
        protected OpenUsage read(CompactReader in, TextTable texts) {
            return new OpenUsage(in.signed(), in.byteArray());
        }
    }
}
