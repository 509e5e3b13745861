package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The charges of one model and minute, added up over payers when their period closes: for the analytics of minutes.
 *
 * @param payers each once
 * @param micro in 10^-6 base units
 * @param lines usage lines that were charged
 */
@TypeInfo(ChargedMinute.Type.class)
public record ChargedMinute(
        String token,
        long period,
        long minute,
        String model,
        List<String> payers,
        BigInteger micro,
        MeterTotals meters,
        long lines) {
    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ChargedMinute> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<ChargedMinute> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ChargedMinute.class);
        }

        @Override
        protected void write(ChargedMinute value, CompactWriter out) {
            out.putText(value.token);
            out.putSigned(value.period);
            out.putSigned(value.minute);
            out.putText(value.model);
            out.putUnsigned(value.payers.size());
            value.payers.forEach(out::putText);
            out.putInteger(value.micro);
            out.putMeters(value.meters);
            out.putUnsigned(value.lines);
        }

        @Override
        protected ChargedMinute read(CompactReader in, TextTable texts) {
            return new ChargedMinute(
                    in.text(texts),
                    in.signed(),
                    in.signed(),
                    in.text(texts),
                    payers(in, texts),
                    in.integer(),
                    in.meters(),
                    in.unsigned());
        }

        private static List<String> payers(CompactReader in, TextTable texts) {
            int size = (int) in.unsigned();
            List<String> payers = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                payers.add(in.text(texts));
            }
            return payers;
        }
    }
}
