package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The lines of one report collapsed per (model, payer, pass, minute), on numbers alone: an open-addressing table over
 * parallel arrays, cleared and used again for every report.
 */
final class UsageTotals {
    private static final int SLOTS = 2 * Integer.highestOneBit(2 * ReportParser.MOST_LINES - 1);
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int[] slots = new int[SLOTS];
    private final int[] model = new int[ReportParser.MOST_LINES];
    private final int[] payer = new int[ReportParser.MOST_LINES];
    private final int[] pass = new int[ReportParser.MOST_LINES];
    private final long[] minute = new long[ReportParser.MOST_LINES];
    private final long[] lines = new long[ReportParser.MOST_LINES];
    private final long[] calls = new long[ReportParser.MOST_LINES];
    private final long[] inputTokens = new long[ReportParser.MOST_LINES];
    private final long[] outputTokens = new long[ReportParser.MOST_LINES];
    private final long[] computeMillis = new long[ReportParser.MOST_LINES];
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

    void forEachName(IntConsumer names) {
        for (int i = 0; i < size; i++) {
            names.accept(model[i]);
            names.accept(payer[i]);
            names.accept(pass[i]);
        }
    }

    Map<Long, Long> linesByPeriod(BookingRule booking, long runningMaxMillis) {
        Map<Long, Long> byPeriod = new HashMap<>();
        long period = 0;
        long sum = 0;
        for (int i = 0; i < size; i++) {
            long of = period(i, booking, runningMaxMillis);
            if (of != period && sum > 0) {
                byPeriod.merge(period, sum, Long::sum);
                sum = 0;
            }
            period = of;
            sum += lines[i];
        }
        if (sum > 0) {
            byPeriod.merge(period, sum, Long::sum);
        }
        return byPeriod;
    }

    /** A period is a whole number of minutes, so all lines of a minute are booked as its start would be. */
    private long period(int entry, BookingRule booking, long runningMaxMillis) {
        return booking.period(booking.minuteStart(minute[entry]), runningMaxMillis);
    }

    void write(UsagePackWriter out, BookingRule booking, long runningMaxMillis) {
        out.putUnsigned(size);
        for (int i = 0; i < size; i++) {
            out.putNameOrNone(model[i]);
            out.putNameOrNone(payer[i]);
            out.putNameOrNone(pass[i]);
            out.putSigned(minute[i]);
            out.putSigned(period(i, booking, runningMaxMillis));
            out.putUnsigned(lines[i]);
            out.putUnsigned(calls[i]);
            out.putUnsigned(inputTokens[i]);
            out.putUnsigned(outputTokens[i]);
            out.putUnsigned(computeMillis[i]);
        }
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
