package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * An earning of one model that waits for the close of its period.
 *
 * @param saleOrdinal 0 for usage
 * @param amount in 10^-20 base units
 */
@TypeInfo(OpenEarning.Type.class)
public record OpenEarning(long period, long minute, long saleOrdinal, String token, BigInteger amount) {
    static OpenEarning of(ModelEarning earning) {
        return new OpenEarning(
                earning.period(), earning.minute(), earning.saleOrdinal(), earning.token(), earning.amount());
    }

    boolean isOfSale() {
        return saleOrdinal > 0;
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<OpenEarning> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<OpenEarning> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(OpenEarning.class, 1);
        }

        @Override
        protected void write(OpenEarning value, CompactWriter out) {
            out.putSigned(value.period);
            out.putSigned(value.minute);
            out.putUnsigned(value.saleOrdinal);
            out.putText(value.token);
            out.putInteger(value.amount);
        }

        @Override
        protected OpenEarning read(CompactReader in, TextTable texts) {
            return new OpenEarning(in.signed(), in.signed(), in.unsigned(), in.text(texts), in.integer());
        }
    }
}
