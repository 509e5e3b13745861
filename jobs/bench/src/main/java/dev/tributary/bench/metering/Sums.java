package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Usage per (minute, model): what every contender has to find. Not thread-safe. */
final class Sums {
    private final Map<Key, Sum> sums = new HashMap<>();
    private long lines;

    record Key(long minute, String model) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byMinute = Long.compare(minute, other.minute);
            return byMinute != 0 ? byMinute : model.compareTo(other.model);
        }
    }

    record Sum(long lines, long calls, long inputTokens, long outputTokens, long computeMillis) {
        Sum plus(Sum other) {
            return new Sum(
                    lines + other.lines,
                    calls + other.calls,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    computeMillis + other.computeMillis);
        }
    }

    void add(long minute, String model, Sum sum) {
        sums.merge(new Key(minute, model), sum, Sum::plus);
        lines += sum.lines;
    }

    /** Takes the place of what was known of the minute and model. */
    void put(long minute, String model, Sum sum) {
        Sum before = sums.put(new Key(minute, model), sum);
        lines += sum.lines - (before == null ? 0 : before.lines);
    }

    long lines() {
        return lines;
    }

    int size() {
        return sums.size();
    }

    Map<Key, Sum> all() {
        return sums;
    }

    /** Equal for equal sums, whatever the order they were found in. */
    String digest() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(sums).forEach((key, sum) -> text.append(key).append(sum).append('\n'));
        return Hex.of(Keccak.hash(text.toString().getBytes(US_ASCII)));
    }
}
