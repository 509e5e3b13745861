package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
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
            super(Charge.class, 1);
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
