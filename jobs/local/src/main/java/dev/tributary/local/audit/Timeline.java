package dev.tributary.local.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values with the times from which they are in force, in log order. */
final class Timeline<T> {
    private record Entry<T>(BigInteger fromMillis, T value) {}

    private final List<Entry<T>> entries = new ArrayList<>();

    /** Adds a value that comes after all others in the log, but may come into force before some of them. */
    void add(BigInteger fromSeconds, T value) {
        entries.add(new Entry<>(fromSeconds.multiply(BigInteger.valueOf(1000)), value));
    }

    /** The last one in the log so far. */
    @Nullable
    T last() {
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).value();
    }

    /** The latest one at or before this time; of several at one time, the last in the log. */
    @Nullable
    T at(long millis) {
        BigInteger now = BigInteger.valueOf(millis);
        Entry<T> best = null;
        for (Entry<T> entry : entries) {
            boolean begun = entry.fromMillis().compareTo(now) <= 0;
            if (begun && (best == null || entry.fromMillis().compareTo(best.fromMillis()) >= 0)) {
                best = entry;
            }
        }
        return best == null ? null : best.value();
    }
}
