package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.EntriesByModel;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

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

    /** Adds an entry of a report; false, with nothing added, when a sum would pass the range of a long. */
    boolean add(int gateway, UsageTotals report, int entry) {
        long ids = ((long) report.model[entry] << 32) | (report.payer[entry] & 0xffffffffL);
        long moreIds = ((long) gateway << 32) | (report.pass[entry] & 0xffffffffL);
        int slot = slotOf(ids, moreIds, report.minute[entry], report.period[entry]);
        if (slots[slot] == 0) {
            open(slot, ids, moreIds, report, entry);
            return true;
        }
        int at = (slots[slot] - 1) * WIDTH;
        // Quantities are never negative, so a sum that passes the range of a long turns negative.
        if (((entries[at + METERS] + report.calls[entry])
                        | (entries[at + METERS + 1] + report.inputTokens[entry])
                        | (entries[at + METERS + 2] + report.outputTokens[entry])
                        | (entries[at + METERS + 3] + report.computeMillis[entry]))
                < 0) {
            return false;
        }
        entries[at + LINES] += report.lines[entry];
        entries[at + METERS] += report.calls[entry];
        entries[at + METERS + 1] += report.inputTokens[entry];
        entries[at + METERS + 2] += report.outputTokens[entry];
        entries[at + METERS + 3] += report.computeMillis[entry];
        return true;
    }

    /** Gives out every sum, one record per model, and forgets it. */
    void drain(NameTable names, UsagePackWriter writer, Consumer<ModelUsage> out) {
        EntriesByModel byModel = new EntriesByModel(names.size(), size);
        for (int i = 0; i < size; i++) {
            byModel.add((int) (entries[i * WIDTH + IDS] >> 32), i);
        }
        for (int model = 0; model < names.size(); model++) {
            int[] chosen = byModel.of(model);
            if (chosen.length > 0) {
                out.accept(new ModelUsage(names.name(model), writer.write(this, chosen, names)));
            }
        }
        Arrays.fill(slots, 0);
        size = 0;
    }

    void forEachName(int[] chosen, IntConsumer names) {
        for (int entry : chosen) {
            int at = entry * WIDTH;
            names.accept((int) entries[at + IDS]);
            names.accept((int) (entries[at + MORE_IDS] >> 32));
            names.accept((int) entries[at + MORE_IDS]);
        }
    }

    void write(int[] chosen, UsagePackWriter out) {
        out.putUnsigned(chosen.length);
        for (int entry : chosen) {
            int at = entry * WIDTH;
            out.putNameOrNone((int) entries[at + IDS]);
            out.putNameOrNone((int) (entries[at + MORE_IDS] >> 32));
            out.putNameOrNone((int) entries[at + MORE_IDS]);
            out.putSigned(entries[at + MINUTE]);
            out.putSigned(entries[at + PERIOD]);
            for (int number = LINES; number < WIDTH; number++) {
                out.putUnsigned(entries[at + number]);
            }
        }
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

    private void open(int slot, long ids, long moreIds, UsageTotals report, int entry) {
        if ((size + 1) * WIDTH > entries.length) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        int at = size * WIDTH;
        entries[at + IDS] = ids;
        entries[at + MORE_IDS] = moreIds;
        entries[at + MINUTE] = report.minute[entry];
        entries[at + PERIOD] = report.period[entry];
        entries[at + LINES] = report.lines[entry];
        entries[at + METERS] = report.calls[entry];
        entries[at + METERS + 1] = report.inputTokens[entry];
        entries[at + METERS + 2] = report.outputTokens[entry];
        entries[at + METERS + 3] = report.computeMillis[entry];
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
