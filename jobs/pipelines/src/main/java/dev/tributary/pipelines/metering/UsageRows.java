package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.TextTable;
import java.util.Arrays;

/**
 * Usage of one model in one booked period, summed over many {@link ModelUsage}s and sorted by minute, payer, gateway and
 * pass. Used again and again, rows and all, so that summing makes next to nothing for the collector.
 *
 * <p>A sum that would pass the range of a long goes on in a further row of the same usage, which follows the first.
 */
public final class UsageRows {
    /** So many rows are summed at once, and kept for the next time. */
    static final int AT_ONCE = 1 << 14;

    private final UsageRowReader reader;
    private final UsageRowWriter writer = new UsageRowWriter();
    private UsageRow[] rows = new UsageRow[1 << 6];

    /** Rows that have been made. */
    private int made;

    private int size;

    /** With so many rows they are summed, so that there are never much more than sums. */
    private int limit = AT_ONCE;

    /** @param texts where ids are found that come again */
    public UsageRows(TextTable texts) {
        reader = new UsageRowReader(texts);
    }

    /** In which periods the counts of a pack are booked, each once. */
    public long[] periods(byte[] packed) {
        return reader.periods(packed);
    }

    public void clear() {
        size = 0;
        limit = AT_ONCE;
        if (rows.length > 2 * AT_ONCE) {
            rows = new UsageRow[1 << 6];
            made = 0;
        }
    }

    /**
     * Adds the counts of one period.
     *
     * @param packed what a {@link ModelUsage} of the model has, or {@link #pack} made
     */
    public void add(byte[] packed, long period) {
        reader.open(packed);
        while (reader.next(free())) {
            if (rows[size].period == period) {
                size++;
            }
        }
        if (size >= limit) {
            sum();
            limit = Math.max(AT_ONCE, 2 * size);
        }
    }

    private UsageRow free() {
        if (size == made) {
            if (made == rows.length) {
                rows = Arrays.copyOf(rows, 2 * made);
            }
            rows[made++] = new UsageRow();
        }
        return rows[size];
    }

    /** Sorts and adds up what has been added so far. */
    public void sum() {
        Arrays.sort(rows, 0, size, UsageRow.ORDER);
        int sums = 0;
        for (int i = 0; i < size; i++) {
            UsageRow row = rows[i];
            if (sums > 0 && rows[sums - 1].isSameUsageAs(row) && rows[sums - 1].add(row)) {
                continue;
            }
            rows[i] = rows[sums];
            rows[sums++] = row;
        }
        size = sums;
    }

    public int size() {
        return size;
    }

    public UsageRow get(int index) {
        return rows[index];
    }

    /** The first row after one that is of another minute. */
    public int endOfMinute(int from) {
        int to = from + 1;
        while (to < size && rows[to].minute == rows[from].minute) {
            to++;
        }
        return to;
    }

    /** The first row after one that is of another minute or payer. */
    public int endOfPayer(int from) {
        int to = from + 1;
        while (to < size && rows[to].isOfSamePayerAs(rows[from])) {
            to++;
        }
        return to;
    }

    /** The first row after one that is of another usage: nearly always the next. */
    public int endOfUsage(int from) {
        int to = from + 1;
        while (to < size && rows[to].isSameUsageAs(rows[from])) {
            to++;
        }
        return to;
    }

    /** The rows in the form of a {@link ModelUsage}. */
    public byte[] pack() {
        return writer.write(rows, size);
    }
}
