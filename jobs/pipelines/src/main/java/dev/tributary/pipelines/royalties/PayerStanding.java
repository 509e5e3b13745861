package dev.tributary.pipelines.royalties;

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
 * Where a payer stands in one token between two closes, without the charges that wait, which may be many
 * ({@link WaitingPack}).
 *
 * @param balanceMicro prepaid and unspent, 10^-6 base units
 * @param unfundedMicro sum of what waits, 10^-6 base units
 * @param waitingPeriods booked periods of which something waits, oldest first
 */
@TypeInfo(PayerStanding.Type.class)
public record PayerStanding(BigInteger balanceMicro, BigInteger unfundedMicro, List<Long> waitingPeriods) {
    static final PayerStanding NONE = new PayerStanding(BigInteger.ZERO, BigInteger.ZERO, List.of());

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<PayerStanding> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<PayerStanding> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(PayerStanding.class, 1);
        }

        @Override
        protected void write(PayerStanding value, CompactWriter out) {
            out.putInteger(value.balanceMicro);
            out.putInteger(value.unfundedMicro);
            out.putUnsigned(value.waitingPeriods.size());
            long before = 0;
            for (long period : value.waitingPeriods) {
                out.putSigned(period - before);
                before = period;
            }
        }

        @Override
        protected PayerStanding read(CompactReader in, TextTable texts) {
            BigInteger balanceMicro = in.integer();
            BigInteger unfundedMicro = in.integer();
            int size = (int) in.unsigned();
            List<Long> periods = new ArrayList<>(size);
            long period = 0;
            for (int i = 0; i < size; i++) {
                period += in.signed();
                periods.add(period);
            }
            return new PayerStanding(balanceMicro, unfundedMicro, periods);
        }
    }
}
