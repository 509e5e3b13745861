package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the earnings of one model are summed over until their period closes.
 *
 * @param saleOrdinal 0 for usage
 */
@TypeInfo(EarningBucket.Type.class)
public record EarningBucket(long period, long minute, long saleOrdinal, String token) {
    static EarningBucket of(ModelEarning earning) {
        return new EarningBucket(earning.period(), earning.minute(), earning.saleOrdinal(), earning.token());
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<EarningBucket> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<EarningBucket> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(EarningBucket.class);
        }

        @Override
        protected void write(EarningBucket value, CompactWriter out) {
            out.putSigned(value.period);
            out.putSigned(value.minute);
            out.putUnsigned(value.saleOrdinal);
            out.putText(value.token);
        }

        @Override
        protected EarningBucket read(CompactReader in, TextTable texts) {
            return new EarningBucket(in.signed(), in.signed(), in.unsigned(), in.text(texts));
        }
    }
}
