package dev.tributary.pipelines.metering;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.datasketches.kll.KllLongsSketch;
import org.jspecify.annotations.Nullable;

/** Latency and outcome of many reports per (model, minute, period). Few latencies are kept as they are, more as a sketch. */
final class QualitySums {
    private static final int MOST_ENTRIES = 1 << 14;
    private static final int MOST_KEPT = 1 << 8;
    private static final byte[] NO_LATENCY = {};

    private final Map<Key, Quality> qualities = new HashMap<>();

    private record Key(int model, long minute, long period) {}

    private static final class Quality {
        private long lines;
        private long errors;
        private long[] latencies = new long[4];
        private int kept;
        private @Nullable KllLongsSketch sketch;

        void add(long latency) {
            if (kept == latencies.length) {
                makeRoom();
            }
            latencies[kept++] = latency;
        }

        private void makeRoom() {
            if (latencies.length < MOST_KEPT) {
                latencies = Arrays.copyOf(latencies, 2 * latencies.length);
            } else {
                sketched();
            }
        }

        private KllLongsSketch sketched() {
            KllLongsSketch all = sketch == null ? KllLongsSketch.newHeapInstance() : sketch;
            for (int i = 0; i < kept; i++) {
                all.update(latencies[i]);
            }
            kept = 0;
            sketch = all;
            return all;
        }

        byte[] latencySketch() {
            return kept == 0 && sketch == null ? NO_LATENCY : sketched().toByteArray();
        }
    }

    boolean isFull() {
        return qualities.size() >= MOST_ENTRIES;
    }

    /** Adds what the pack holds, and takes its latencies. */
    void add(UsagePack pack) {
        Quality quality =
                qualities.computeIfAbsent(new Key(pack.model, pack.minute, pack.period), key -> new Quality());
        quality.lines += pack.lines;
        quality.errors += pack.errors;
        for (int i = 0; i < pack.latencies; i++) {
            quality.add(pack.nextLatency());
        }
    }

    /** Gives out everything and forgets it. */
    void drain(NameTable names, Consumer<UsageObservation> out) {
        qualities.forEach((key, quality) -> out.accept(new UsageObservation(
                names.name(key.model),
                key.minute,
                key.period,
                quality.lines,
                quality.errors,
                quality.latencySketch())));
        qualities.clear();
    }
}
