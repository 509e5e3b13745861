package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What the revenue of one model is summed over until its period closes. */
@TypeInfo(RevenueBucket.Type.class)
public record RevenueBucket(long period, long minute, String token) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<RevenueBucket> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<RevenueBucket> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(RevenueBucket.class);
        }

        @Override
        protected void write(RevenueBucket value, CompactWriter out) {
            out.putSigned(value.period());
            out.putSigned(value.minute());
            out.putText(value.token());
        }

        @Override
        protected RevenueBucket read(CompactReader in, TextTable texts) {
            return new RevenueBucket(in.signed(), in.signed(), in.text(texts));
        }
    }
}
