package dev.tributary.pipelines.metering;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Sums of many reports per (model, payer, gateway, pass, minute, period), on numbers alone as {@link UsageTotals}: an
 * open-addressing table over one array of longs.
 */
final class UsageSums {
    private static final int MOST_ENTRIES = 1 << 17;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private static final int IDS = 0;
    private static final int MORE_IDS = 1;
    private static final int MINUTE = 2;
    private static final int PERIOD = 3;
    private static final int LINES = 4;
    private static final int METERS = 5;
    private static final int WIDTH = 9;

    private int[] slots = new int[1 << 12];
    private long[] entries = new long[WIDTH << 10];
    private int size;

    boolean isFull() {
        return size >= MOST_ENTRIES;
    }

    /** Adds what the pack holds; false, with nothing added, when a sum would pass the range of a long. */
    boolean add(UsagePack pack, int gateway) {
        long ids = ((long) pack.model << 32) | (pack.payer & 0xffffffffL);
        long moreIds = ((long) gateway << 32) | (pack.pass & 0xffffffffL);
        int slot = slotOf(ids, moreIds, pack.minute, pack.period);
        if (slots[slot] == 0) {
            open(slot, ids, moreIds, pack);
            return true;
        }
        int at = (slots[slot] - 1) * WIDTH;
        // Quantities are never negative, so a sum that passes the range of a long turns negative.
        if (((entries[at + METERS] + pack.calls)
                        | (entries[at + METERS + 1] + pack.inputTokens)
                        | (entries[at + METERS + 2] + pack.outputTokens)
                        | (entries[at + METERS + 3] + pack.computeMillis))
                < 0) {
            return false;
        }
        entries[at + LINES] += pack.lines;
        entries[at + METERS] += pack.calls;
        entries[at + METERS + 1] += pack.inputTokens;
        entries[at + METERS + 2] += pack.outputTokens;
        entries[at + METERS + 3] += pack.computeMillis;
        return true;
    }

    /** Gives out every sum and forgets it. */
    void drain(NameTable names, Consumer<UsageCount> out) {
        for (int at = 0; at < size * WIDTH; at += WIDTH) {
            int pass = (int) entries[at + MORE_IDS];
            out.accept(new UsageCount(
                    names.name((int) (entries[at + IDS] >> 32)),
                    names.name((int) entries[at + IDS]),
                    names.name((int) (entries[at + MORE_IDS] >> 32)),
                    pass == UsageLine.NONE ? "" : names.name(pass),
                    entries[at + MINUTE],
                    entries[at + PERIOD],
                    entries[at + LINES],
                    entries[at + METERS],
                    entries[at + METERS + 1],
                    entries[at + METERS + 2],
                    entries[at + METERS + 3]));
        }
        Arrays.fill(slots, 0);
        size = 0;
    }

    private int slotOf(long ids, long moreIds, long minute, long period) {
        long hash = ((((ids * MIX) ^ moreIds) * MIX ^ minute) * MIX ^ period) * MIX;
        int slot = (int) (hash >>> 32) & (slots.length - 1);
        while (slots[slot] != 0 && !isEntry((slots[slot] - 1) * WIDTH, ids, moreIds, minute, period)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private boolean isEntry(int at, long ids, long moreIds, long minute, long period) {
        return entries[at + IDS] == ids
                && entries[at + MORE_IDS] == moreIds
                && entries[at + MINUTE] == minute
                && entries[at + PERIOD] == period;
    }

    private void open(int slot, long ids, long moreIds, UsagePack pack) {
        if ((size + 1) * WIDTH > entries.length) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        int at = size * WIDTH;
        entries[at + IDS] = ids;
        entries[at + MORE_IDS] = moreIds;
        entries[at + MINUTE] = pack.minute;
        entries[at + PERIOD] = pack.period;
        entries[at + LINES] = pack.lines;
        entries[at + METERS] = pack.calls;
        entries[at + METERS + 1] = pack.inputTokens;
        entries[at + METERS + 2] = pack.outputTokens;
        entries[at + METERS + 3] = pack.computeMillis;
        slots[slot] = ++size;
        if (2 * size > slots.length) {
            grow();
        }
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int i = 0; i < size; i++) {
            int at = i * WIDTH;
            slots[slotOf(entries[at + IDS], entries[at + MORE_IDS], entries[at + MINUTE], entries[at + PERIOD])] =
                    i + 1;
        }
    }
}
