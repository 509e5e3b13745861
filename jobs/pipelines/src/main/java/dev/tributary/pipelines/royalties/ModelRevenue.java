package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Covered charges for the usage of one model, added up over payers: what is shared among its family. One record for all
 * minutes of a period that a subtask sends, or a few when there are very many.
 *
 * @param period in which they accrue
 * @param packed the sums by minute and token, in whatever order, written by {@link ModelRevenueWriter}
 */
@TypeInfo(ModelRevenue.Type.class)
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire and in state; never compared as records
public record ModelRevenue(String model, long period, byte[] packed) {
    /**
     * Adds every sum.
     *
     * @param texts where tokens that come again are found
     */
    void unpackInto(List<MinuteRevenue> minutes, TextTable texts) {
        CompactReader in = new CompactReader();
        in.reset(packed);
        String token = "";
        long minute = 0;
        while (in.hasNext()) {
            if (in.unsigned() == ModelRevenueWriter.OTHER_TOKEN) {
                token = in.text(texts);
            }
            minute += in.signed();
            minutes.add(new MinuteRevenue(
                    token, minute, new RevenueSum(in.integer(), new UsageSum(in.meters(), in.unsigned()))));
        }
    }

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
            super(ModelRevenue.class, 1);
        }

        @Override
        protected void write(ModelRevenue value, CompactWriter out) {
            out.putText(value.model);
            out.putSigned(value.period);
            out.putBytes(value.packed);
        }

        @Override
        protected ModelRevenue read(CompactReader in, TextTable texts) {
            return new ModelRevenue(in.text(texts), in.signed(), in.byteArray());
        }
    }
}
