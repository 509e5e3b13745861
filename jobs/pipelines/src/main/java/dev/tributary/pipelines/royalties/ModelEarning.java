package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What a model receives of one descendant's (or its own) revenue, over a run of minutes with one fee, treasury and split
 * or from one sale; still to be split among its accounts.
 *
 * @param model the receiving model
 * @param minute the first minute of the run: its split is the run's
 * @param saleOrdinal place of the sale in the chain's log, which decides whose it is; 0 for usage
 * @param amount in 10^-20 base units
 */
@TypeInfo(ModelEarning.Type.class)
public record ModelEarning(String model, long period, String token, long minute, long saleOrdinal, BigInteger amount) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ModelEarning> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network. */
    public static final class Serializer extends CompactSerializer<ModelEarning> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ModelEarning.class, 1);
        }

        @Override
        protected void write(ModelEarning value, CompactWriter out) {
            out.putText(value.model);
            out.putSigned(value.period);
            out.putText(value.token);
            out.putSigned(value.minute);
            out.putUnsigned(value.saleOrdinal);
            out.putInteger(value.amount);
        }

        @Override
        protected ModelEarning read(CompactReader in, TextTable texts) {
            return new ModelEarning(
                    in.text(texts), in.signed(), in.text(texts), in.signed(), in.unsigned(), in.integer());
        }
    }
}
