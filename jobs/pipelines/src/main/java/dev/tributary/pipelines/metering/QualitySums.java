package dev.tributary.pipelines.metering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Latency and outcome of many reports per (model, minute, period), on numbers alone as {@link UsageSums}: an
 * open-addressing table. Latencies stay as they came, one after the other in one array.
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
    /** The place of the entry's last latency, plus 1, in the lower half, their number in the upper one. */
    private static final int LATENCIES = 5;

    private static final int WIDTH = 6;
    private static final long PLACE = 0xffffffffL;

    private final int[] slots = new int[SLOTS];
    private long[] entries = new long[WIDTH << 10];
    private int size;
    private long[] latency = new long[1 << 12];
    private int[] latencyBefore = new int[1 << 12];
    private int latencyCount;

    /** Whether what is held is to be given out. A report fits in all the same. */
    boolean isFull() {
        return size >= MOST_ENTRIES || latencyCount >= MOST_LATENCIES;
    }

    /** Adds an entry of a report, and takes its latencies. */
    void add(QualityTotals report, int entry) {
        int at = entryOf(report.model[entry], report.minute[entry], report.period[entry]) * WIDTH;
        entries[at + LINES] += report.lines[entry];
        entries[at + ERRORS] += report.errors[entry];
        ensureLatencies(report.latencyCount[entry]);
        long chain = entries[at + LATENCIES];
        for (int place = report.lastLatency[entry]; place != 0; place = report.latencyBefore[place - 1]) {
            latency[latencyCount] = report.latency[place - 1];
            latencyBefore[latencyCount] = (int) chain;
            chain = (((chain >>> 32) + 1) << 32) | ++latencyCount;
        }
        entries[at + LATENCIES] = chain;
    }

    private void ensureLatencies(int more) {
        if (latencyCount + more > latency.length) {
            int length = Math.max(2 * latency.length, latencyCount + more);
            latency = Arrays.copyOf(latency, length);
            latencyBefore = Arrays.copyOf(latencyBefore, length);
        }
    }

    /** Gives out everything, one record per model, and forgets it. */
    void drain(NameTable names, Consumer<ModelObservations> out) {
        EntriesByModel byModel = new EntriesByModel(names.size(), size);
        for (int i = 0; i < size; i++) {
            byModel.add((int) entries[i * WIDTH + MODEL], i);
        }
        for (int model = 0; model < names.size(); model++) {
            int[] chosen = byModel.of(model);
            if (chosen.length > 0) {
                out.accept(new ModelObservations(names.name(model), observations(chosen)));
            }
        }
        Arrays.fill(slots, 0);
        size = 0;
        latencyCount = 0;
    }

    private List<UsageObservation> observations(int[] chosen) {
        List<UsageObservation> observations = new ArrayList<>(chosen.length);
        for (int entry : chosen) {
            int at = entry * WIDTH;
            observations.add(new UsageObservation(
                    entries[at + MINUTE],
                    entries[at + PERIOD],
                    entries[at + LINES],
                    entries[at + ERRORS],
                    Latencies.of(latencies(entries[at + LATENCIES]))));
        }
        return observations;
    }

    private long[] latencies(long chain) {
        long[] all = new long[(int) (chain >>> 32)];
        int left = all.length;
        for (int place = (int) (chain & PLACE); place != 0; place = latencyBefore[place - 1]) {
            all[--left] = latency[place - 1];
        }
        return all;
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
        entries[at + LATENCIES] = 0;
        size++;
    }
}
