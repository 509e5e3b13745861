package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What waits of one booked period of a payer and token. Its models come again in every minute and stand there once.
 *
 * <pre>
 *  number of models, each model
 *  per charge    the model's number; the minute, less the one before; micro
 * </pre>
 */
@TypeInfo(WaitingPack.Type.class)
@SuppressWarnings("ArrayRecordComponent") // bytes as they are in state; never compared as records
public record WaitingPack(byte[] packed) {
    /** @param charges of one booked period */
    static WaitingPack of(List<WaitingCharge> charges) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        charges.forEach(charge -> numbers.putIfAbsent(charge.model(), numbers.size()));
        CompactWriter out = new CompactWriter();
        out.putUnsigned(numbers.size());
        numbers.keySet().forEach(out::putText);
        long minute = 0;
        for (WaitingCharge charge : charges) {
            out.putUnsigned(numbers.getOrDefault(charge.model(), 0));
            out.putSigned(charge.minute() - minute);
            minute = charge.minute();
            out.putInteger(charge.micro());
        }
        return new WaitingPack(out.copy());
    }

    /**
     * The charges in their order.
     *
     * @param period that they were booked in
     * @param texts where models that come again are found
     */
    List<WaitingCharge> charges(long period, TextTable texts) {
        CompactReader in = new CompactReader();
        in.reset(packed);
        String[] models = new String[(int) in.unsigned()];
        for (int i = 0; i < models.length; i++) {
            models[i] = in.text(texts);
        }
        List<WaitingCharge> charges = new ArrayList<>();
        long minute = 0;
        while (in.hasNext()) {
            String model = models[(int) in.unsigned()];
            minute += in.signed();
            charges.add(new WaitingCharge(period, minute, model, in.integer()));
        }
        return charges;
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<WaitingPack> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<WaitingPack> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(WaitingPack.class, 1);
        }

        @Override
        protected void write(WaitingPack value, CompactWriter out) {
            out.putBytes(value.packed);
        }

        @Override
        protected WaitingPack read(CompactReader in, TextTable texts) {
            return new WaitingPack(in.byteArray());
        }
    }
}
