package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** Revenue added up, over all payers, with the usage that it paid. */
@TypeInfo(RevenueSum.Type.class)
public record RevenueSum(BigInteger micro, UsageSum usage) {
    static final RevenueSum NONE = new RevenueSum(BigInteger.ZERO, UsageSum.NONE);

    RevenueSum plus(RevenueSum other) {
        return new RevenueSum(micro.add(other.micro), usage.plus(other.usage));
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<RevenueSum> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<RevenueSum> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(RevenueSum.class, 1);
        }

        @Override
        protected void write(RevenueSum value, CompactWriter out) {
            out.putInteger(value.micro);
            out.putMeters(value.usage.meters());
            out.putUnsigned(value.usage.lines());
        }

        @Override
        protected RevenueSum read(CompactReader in, TextTable texts) {
            return new RevenueSum(in.integer(), new UsageSum(in.meters(), in.unsigned()));
        }
    }
}
