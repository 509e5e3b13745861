package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import java.util.Arrays;

/** Latency and outcome of one report's lines per (model, minute), on numbers alone as {@link UsageTotals}. */
final class QualityTotals {
    private static final int SLOTS = 2 * Integer.highestOneBit(2 * ReportParser.MOST_LINES - 1);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int[] slots = new int[SLOTS];
    final int[] model = new int[ReportParser.MOST_LINES];
    final long[] minute = new long[ReportParser.MOST_LINES];
    final long[] period = new long[ReportParser.MOST_LINES];
    final long[] lines = new long[ReportParser.MOST_LINES];
    final long[] errors = new long[ReportParser.MOST_LINES];
    /** Latencies as they came, each with its entry. */
    final long[] latency = new long[ReportParser.MOST_LINES];

    final int[] entryOfLatency = new int[ReportParser.MOST_LINES];
    private int size;
    private int latencies;

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        latencies = 0;
    }

    void add(UsageLine line, long lineMinute) {
        int slot = slotOf(line.model, lineMinute);
        if (slots[slot] == 0) {
            open(line.model, lineMinute);
            slots[slot] = size;
        }
        int entry = slots[slot] - 1;
        lines[entry]++;
        errors[entry] += line.failed ? 1 : 0;
        if (line.latencyMillis != UsageLine.NONE) {
            latency[latencies] = line.latencyMillis;
            entryOfLatency[latencies++] = entry;
        }
    }

    /** Says of every entry in which period it is paid, once all lines are in. */
    void book(BookingRule booking, long runningMaxMillis) {
        for (int i = 0; i < size; i++) {
            period[i] = i > 0 && minute[i] == minute[i - 1]
                    ? period[i - 1]
                    : booking.periodOfMinute(minute[i], runningMaxMillis);
        }
    }

    int size() {
        return size;
    }

    int latencies() {
        return latencies;
    }

    private int slotOf(int lineModel, long lineMinute) {
        long hash = (lineModel * MIX ^ lineMinute) * MIX;
        int slot = (int) (hash >>> 32) & (SLOTS - 1);
        while (slots[slot] != 0 && (model[slots[slot] - 1] != lineModel || minute[slots[slot] - 1] != lineMinute)) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    private void open(int lineModel, long lineMinute) {
        model[size] = lineModel;
        minute[size] = lineMinute;
        lines[size] = 0;
        errors[size] = 0;
        size++;
    }
}
