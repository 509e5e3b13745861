package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.EntriesByModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Latency and outcome of many reports per (model, minute, period), on numbers alone as {@link UsageSums}: an
 * open-addressing table. Latencies stay as they came, one after the other in one array, each with its entry.
 */
final class QualitySums {
    private static final int MOST_ENTRIES = 1 << 14;
    private static final int MOST_LATENCIES = 1 << 20;
    private static final int SLOTS = 4 * MOST_ENTRIES;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private static final int MODEL = 0;
    private static final int MINUTE = 1;
    private static final int PERIOD = 2;
    private static final int LINES = 3;
    private static final int ERRORS = 4;
    private static final int WIDTH = 5;

    private final int[] slots = new int[SLOTS];
    private long[] entries = new long[WIDTH << 10];
    private int size;
    private long[] latency = new long[1 << 12];
    private int[] entryOfLatency = new int[1 << 12];
    private int latencyCount;
    private final int[] entryOfReport = new int[ReportParser.MOST_LINES];

    /** Whether what is held is to be given out. A report fits in all the same. */
    boolean isFull() {
        return size >= MOST_ENTRIES || latencyCount >= MOST_LATENCIES;
    }

    /** Adds what a report says. */
    void add(QualityTotals report) {
        for (int i = 0; i < report.size(); i++) {
            int entry = entryOf(report.model[i], report.minute[i], report.period[i]);
            entries[entry * WIDTH + LINES] += report.lines[i];
            entries[entry * WIDTH + ERRORS] += report.errors[i];
            entryOfReport[i] = entry;
        }
        ensureLatencies(report.latencies());
        for (int i = 0; i < report.latencies(); i++) {
            latency[latencyCount] = report.latency[i];
            entryOfLatency[latencyCount++] = entryOfReport[report.entryOfLatency[i]];
        }
    }

    private void ensureLatencies(int more) {
        if (latencyCount + more > latency.length) {
            int length = Math.max(2 * latency.length, latencyCount + more);
            latency = Arrays.copyOf(latency, length);
            entryOfLatency = Arrays.copyOf(entryOfLatency, length);
        }
    }

    /** Gives out everything, one record per model, and forgets it. */
    void drain(NameTable names, Consumer<ModelObservations> out) {
        EntriesByModel byModel = new EntriesByModel(names.size(), size);
        for (int i = 0; i < size; i++) {
            byModel.add((int) entries[i * WIDTH + MODEL], i);
        }
        int[] ends = new int[size];
        long[] latencies = latenciesByEntry(ends);
        for (int model = 0; model < names.size(); model++) {
            int[] chosen = byModel.of(model);
            if (chosen.length > 0) {
                out.accept(new ModelObservations(names.name(model), observations(chosen, latencies, ends)));
            }
        }
        Arrays.fill(slots, 0);
        size = 0;
        latencyCount = 0;
    }

    /**
     * The latencies entry by entry, those of an entry as they came: a counting sort.
     *
     * @param ends takes the place behind the last latency of each entry
     */
    private long[] latenciesByEntry(int[] ends) {
        for (int i = 0; i < latencyCount; i++) {
            ends[entryOfLatency[i]]++;
        }
        int start = 0;
        for (int entry = 0; entry < size; entry++) {
            int count = ends[entry];
            ends[entry] = start;
            start += count;
        }
        long[] byEntry = new long[latencyCount];
        for (int i = 0; i < latencyCount; i++) {
            byEntry[ends[entryOfLatency[i]]++] = latency[i];
        }
        return byEntry;
    }

    private List<UsageObservation> observations(int[] chosen, long[] latencies, int[] ends) {
        List<UsageObservation> observations = new ArrayList<>(chosen.length);
        for (int entry : chosen) {
            int at = entry * WIDTH;
            int start = entry == 0 ? 0 : ends[entry - 1];
            observations.add(new UsageObservation(
                    entries[at + MINUTE],
                    entries[at + PERIOD],
                    entries[at + LINES],
                    entries[at + ERRORS],
                    Latencies.of(Arrays.copyOfRange(latencies, start, ends[entry]))));
        }
        return observations;
    }

    private int entryOf(int model, long minute, long period) {
        long hash = (((model * MIX) ^ minute) * MIX ^ period) * MIX;
        int slot = (int) (hash >>> 32) & (SLOTS - 1);
        while (slots[slot] != 0) {
            int at = (slots[slot] - 1) * WIDTH;
            if (entries[at + MODEL] == model && entries[at + MINUTE] == minute && entries[at + PERIOD] == period) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        open(model, minute, period);
        slots[slot] = size;
        return size - 1;
    }

    private void open(int model, long minute, long period) {
        int at = size * WIDTH;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, 2 * at);
        }
        entries[at + MODEL] = model;
        entries[at + MINUTE] = minute;
        entries[at + PERIOD] = period;
        entries[at + LINES] = 0;
        entries[at + ERRORS] = 0;
        size++;
    }
}
