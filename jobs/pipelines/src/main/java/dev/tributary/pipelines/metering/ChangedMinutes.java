package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Minutes of one model that are to be written at the close of a period, and which timers are known to wait for them, so
 * that none is asked for twice.
 *
 * @param minutes each once
 * @param closing a period whose close is waited for
 * @param forgetting a period after which minutes are forgotten
 */
@SuppressWarnings("ArrayRecordComponent") // state, never compared as a record
@TypeInfo(ChangedMinutes.Type.class)
public record ChangedMinutes(long[] minutes, long closing, long forgetting) {
    static final ChangedMinutes NONE = new ChangedMinutes(new long[0], Long.MIN_VALUE, Long.MIN_VALUE);

    ChangedMinutes plus(long minute, long closingPeriod, long forgettingPeriod) {
        return new ChangedMinutes(with(minute), closingPeriod, forgettingPeriod);
    }

    private long[] with(long minute) {
        for (long known : minutes) {
            if (known == minute) {
                return minutes;
            }
        }
        long[] more = Arrays.copyOf(minutes, minutes.length + 1);
        more[minutes.length] = minute;
        return more;
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<ChangedMinutes> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<ChangedMinutes> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(ChangedMinutes.class);
        }

        @Override
        protected void write(ChangedMinutes value, CompactWriter out) {
            out.putUnsigned(value.minutes.length);
            for (long minute : value.minutes) {
                out.putSigned(minute);
            }
            out.putSigned(value.closing);
            out.putSigned(value.forgetting);
        }

        @Override
        protected ChangedMinutes read(CompactReader in, TextTable texts) {
            long[] minutes = new long[(int) in.unsigned()];
            for (int i = 0; i < minutes.length; i++) {
                minutes[i] = in.signed();
            }
            return new ChangedMinutes(minutes, in.signed(), in.signed());
        }
    }
}
