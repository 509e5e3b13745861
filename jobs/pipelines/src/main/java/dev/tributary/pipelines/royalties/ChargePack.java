package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Charges of one payer, token and booked period: one record instead of one for each model and minute.
 *
 * @param packed the charges in the order in which they came, written by {@link ChargePackWriter}
 */
@TypeInfo(ChargePack.Type.class)
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire and in state; never compared as records
public record ChargePack(String token, String payer, long period, byte[] packed) {
    /**
     * Adds every charge.
     *
     * @param texts where models that come again are found
     */
    void unpackInto(List<Charge> charges, TextTable texts) {
        CompactReader in = new CompactReader();
        in.reset(packed);
        String model = "";
        long minute = 0;
        while (in.hasNext()) {
            if (in.unsigned() == ChargePackWriter.OTHER_MODEL) {
                model = in.text(texts);
            }
            minute += in.signed();
            charges.add(new Charge(token, payer, period, minute, model, in.integer(), in.meters(), in.unsigned()));
        }
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ChargePack> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<ChargePack> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ChargePack.class, 1);
        }

        @Override
        protected void write(ChargePack value, CompactWriter out) {
            out.putText(value.token);
            out.putText(value.payer);
            out.putSigned(value.period);
            out.putBytes(value.packed);
        }

        @Override
        protected ChargePack read(CompactReader in, TextTable texts) {
            return new ChargePack(in.text(texts), in.text(texts), in.signed(), in.byteArray());
        }
    }
}
