package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.TextTable;
import java.util.Arrays;

/** Reads the counts of a {@link ModelUsage} one by one, without making an object of any. */
final class UsageRowReader extends CompactReader {
    private static final int IDS = 3;
    private static final int SUMS = 5;
    private static final long[] NONE = {};

    private final TextTable texts;
    private String[] names = new String[1 << 4];
    private long left;

    /** @param texts where ids are found that come again */
    UsageRowReader(TextTable texts) {
        this.texts = texts;
        names[0] = "";
    }

    void open(byte[] packed) {
        reset(packed);
        int size = (int) unsigned();
        if (size >= names.length) {
            names = Arrays.copyOf(names, 2 * size);
        }
        for (int i = 1; i <= size; i++) {
            names[i] = text(texts);
        }
        left = unsigned();
    }

    /** Whether there is another count, which the row then holds. */
    boolean next(UsageRow row) {
        if (left == 0) {
            return false;
        }
        left--;
        row.payer = names[(int) unsigned()];
        row.gateway = names[(int) unsigned()];
        row.pass = names[(int) unsigned()];
        row.minute = signed();
        row.period = signed();
        row.lines = unsigned();
        row.calls = unsigned();
        row.inputTokens = unsigned();
        row.outputTokens = unsigned();
        row.computeMillis = unsigned();
        return true;
    }

    /** In which any count is booked, each once. */
    long[] periods(byte[] packed) {
        reset(packed);
        for (long names = unsigned(); names > 0; names--) {
            skip((int) unsigned());
        }
        long[] found = NONE;
        for (long counts = unsigned(); counts > 0; counts--) {
            skipNumbers(IDS + 1);
            found = with(found, signed());
            skipNumbers(SUMS);
        }
        return found;
    }

    private void skipNumbers(int count) {
        for (int i = 0; i < count; i++) {
            unsigned();
        }
    }

    private static long[] with(long[] found, long period) {
        for (int i = found.length - 1; i >= 0; i--) {
            if (found[i] == period) {
                return found;
            }
        }
        long[] more = Arrays.copyOf(found, found.length + 1);
        more[found.length] = period;
        return more;
    }
}
