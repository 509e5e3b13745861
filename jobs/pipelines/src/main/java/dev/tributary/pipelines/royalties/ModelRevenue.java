package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** Covered charges for the usage of one model, added up over payers: what is shared among its family. */
@TypeInfo(ModelRevenue.Type.class)
public record ModelRevenue(String model, RevenueBucket bucket, RevenueSum sum) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ModelRevenue> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<ModelRevenue> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ModelRevenue.class);
        }

        @Override
        protected void write(ModelRevenue value, CompactWriter out) {
            out.putText(value.model);
            out.putSigned(value.bucket.period());
            out.putSigned(value.bucket.minute());
            out.putText(value.bucket.token());
            out.putInteger(value.sum.micro());
            out.putMeters(value.sum.usage().meters());
            out.putUnsigned(value.sum.usage().lines());
        }

        @Override
        protected ModelRevenue read(CompactReader in, TextTable texts) {
            return new ModelRevenue(
                    in.text(texts),
                    new RevenueBucket(in.signed(), in.signed(), in.text(texts)),
                    new RevenueSum(in.integer(), new UsageSum(in.meters(), in.unsigned())));
        }
    }
}
