package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of one report collapsed per (model, payer, pass, minute), on numbers alone: an open-addressing table over
 * parallel arrays, cleared and used again for every report.
 */
final class UsageTotals {
    private static final int SLOTS = 2 * Integer.highestOneBit(2 * ReportParser.MOST_LINES - 1);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int[] slots = new int[SLOTS];
    final int[] model = new int[ReportParser.MOST_LINES];
    final int[] payer = new int[ReportParser.MOST_LINES];
    final int[] pass = new int[ReportParser.MOST_LINES];
    final long[] minute = new long[ReportParser.MOST_LINES];
    final long[] period = new long[ReportParser.MOST_LINES];
    final long[] lines = new long[ReportParser.MOST_LINES];
    final long[] calls = new long[ReportParser.MOST_LINES];
    final long[] inputTokens = new long[ReportParser.MOST_LINES];
    final long[] outputTokens = new long[ReportParser.MOST_LINES];
    final long[] computeMillis = new long[ReportParser.MOST_LINES];
    private int size;

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    void add(UsageLine line, long lineMinute) {
        int slot = slotOf(line, lineMinute);
        int entry = slots[slot] - 1;
        if (entry < 0 || wouldOverflow(entry, line)) {
            entry = open(line, lineMinute);
            slots[slot] = entry + 1;
        }
        lines[entry]++;
        calls[entry] += line.calls;
        inputTokens[entry] += line.inputTokens;
        outputTokens[entry] += line.outputTokens;
        computeMillis[entry] += line.computeMillis;
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

    Map<Long, Long> linesByPeriod() {
        Map<Long, Long> byPeriod = new HashMap<>();
        int from = 0;
        for (int i = 0; i < size; i = from) {
            long sum = 0;
            for (; from < size && period[from] == period[i]; from++) {
                sum += lines[from];
            }
            byPeriod.merge(period[i], sum, Long::sum);
        }
        return byPeriod;
    }

    /** As records, for whoever has time. */
    List<UsageCount> counts(NameTable names, String gateway) {
        List<UsageCount> counts = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            counts.add(new UsageCount(
                    names.name(model[i]),
                    names.name(payer[i]),
                    gateway,
                    pass[i] == UsageLine.NONE ? "" : names.name(pass[i]),
                    minute[i],
                    period[i],
                    lines[i],
                    calls[i],
                    inputTokens[i],
                    outputTokens[i],
                    computeMillis[i]));
        }
        return counts;
    }

    private int slotOf(UsageLine line, long lineMinute) {
        long hash = (line.model * MIX + line.payer) * MIX + line.pass;
        hash = (hash ^ lineMinute) * MIX;
        int slot = (int) (hash >>> 32) & (SLOTS - 1);
        while (slots[slot] != 0 && !isEntry(slots[slot] - 1, line, lineMinute)) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    private boolean isEntry(int entry, UsageLine line, long lineMinute) {
        return minute[entry] == lineMinute
                && model[entry] == line.model
                && payer[entry] == line.payer
                && pass[entry] == line.pass;
    }

    /** Quantities are never negative, so a sum that passes the range of a long turns negative. */
    private boolean wouldOverflow(int entry, UsageLine line) {
        return ((calls[entry] + line.calls)
                        | (inputTokens[entry] + line.inputTokens)
                        | (outputTokens[entry] + line.outputTokens)
                        | (computeMillis[entry] + line.computeMillis))
                < 0;
    }

    private int open(UsageLine line, long lineMinute) {
        int entry = size++;
        model[entry] = line.model;
        payer[entry] = line.payer;
        pass[entry] = line.pass;
        minute[entry] = lineMinute;
        lines[entry] = 0;
        calls[entry] = 0;
        inputTokens[entry] = 0;
        outputTokens[entry] = 0;
        computeMillis[entry] = 0;
        return entry;
    }
}
