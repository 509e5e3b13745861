package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.datasketches.kll.KllLongsSketch;
import org.jspecify.annotations.Nullable;

/** Latency and outcome of one report's lines per (model, minute); a report has few of those. */
final class QualityTotals {
    private static final byte[] NO_LATENCY = {};

    private final Map<Key, Quality> qualities = new HashMap<>();
    private @Nullable Key lastKey;
    private @Nullable Quality last;

    private record Key(int model, long minute) {}

    private static final class Quality {
        private long lines;
        private long errors;
        private @Nullable KllLongsSketch latencies;
    }

    void clear() {
        qualities.clear();
        lastKey = null;
        last = null;
    }

    void add(UsageLine line, long minute) {
        Quality quality = of(line.model, minute);
        quality.lines++;
        quality.errors += line.failed ? 1 : 0;
        if (line.latencyMillis == UsageLine.NONE) {
            return;
        }
        if (quality.latencies == null) {
            quality.latencies = KllLongsSketch.newHeapInstance();
        }
        quality.latencies.update(line.latencyMillis);
    }

    private Quality of(int model, long minute) {
        Quality current = last;
        if (current != null && lastKey != null && lastKey.model == model && lastKey.minute == minute) {
            return current;
        }
        lastKey = new Key(model, minute);
        last = qualities.computeIfAbsent(lastKey, key -> new Quality());
        return last;
    }

    List<UsageObservation> observations(NameTable names, BookingRule booking, long runningMaxMillis) {
        List<UsageObservation> observations = new ArrayList<>(qualities.size());
        qualities.forEach((key, quality) -> observations.add(new UsageObservation(
                names.name(key.model),
                key.minute,
                booking.period(booking.minuteStart(key.minute), runningMaxMillis),
                quality.lines,
                quality.errors,
                quality.latencies == null ? NO_LATENCY : quality.latencies.toByteArray())));
        return observations;
    }
}
