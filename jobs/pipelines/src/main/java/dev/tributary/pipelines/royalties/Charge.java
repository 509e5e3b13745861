package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What a payer owes for one model, one minute of usage and one booked period, over all gateways and passes; also when
 * the price is zero.
 *
 * @param period index of the settlement period in which the usage was booked
 * @param minute index of the rating grain that priced it
 * @param micro amount in 10^-6 base units
 * @param lines usage lines that it stands for
 */
@TypeInfo(Charge.Type.class)
public record Charge(
        String token,
        String payer,
        long period,
        long minute,
        String model,
        BigInteger micro,
        MeterTotals meters,
        long lines) {
    private static final Comparator<Charge> BY_MINUTE_AND_MODEL = (one, other) -> {
        int byMinute = Long.compare(one.minute, other.minute);
        return byMinute != 0 ? byMinute : one.model.compareTo(other.model);
    };

    /**
     * Sorts by (minute, model), each once: of charges that share both, the last stays.
     *
     * @param charges of one (payer, token) and period, in the order in which they came
     */
    static void putInOrder(List<Charge> charges) {
        charges.sort(BY_MINUTE_AND_MODEL); // which leaves those that are equal in their order
        int kept = 0;
        for (int i = 0; i < charges.size(); i++) {
            boolean isReplaced =
                    i + 1 < charges.size() && BY_MINUTE_AND_MODEL.compare(charges.get(i), charges.get(i + 1)) == 0;
            if (!isReplaced) {
                charges.set(kept++, charges.get(i));
            }
        }
        charges.subList(kept, charges.size()).clear();
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<Charge> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<Charge> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(Charge.class);
        }

        @Override
        protected void write(Charge value, CompactWriter out) {
            out.putText(value.token());
            out.putText(value.payer());
            out.putSigned(value.period());
            out.putSigned(value.minute());
            out.putText(value.model());
            out.putInteger(value.micro());
            out.putMeters(value.meters());
            out.putUnsigned(value.lines());
        }

        @Override
        protected Charge read(CompactReader in, TextTable texts) {
            return new Charge(
                    in.text(texts),
                    in.text(texts),
                    in.signed(),
                    in.signed(),
                    in.text(texts),
                    in.integer(),
                    in.meters(),
                    in.unsigned());
        }
    }
}
