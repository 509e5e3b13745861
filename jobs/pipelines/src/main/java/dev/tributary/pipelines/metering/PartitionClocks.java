package dev.tributary.pipelines.metering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntPredicate;

/** The running maximum of append times of each partition: brokers' clocks can step back, it cannot. */
final class PartitionClocks {
    private final HashMap<Integer, Long> maxima = new HashMap<>();

    /** The maximum without the record's own append time, {@code Long.MIN_VALUE} before the first record. */
    long before(int partition) {
        return maxima.getOrDefault(partition, Long.MIN_VALUE);
    }

    /** The maximum with the record's own append time. */
    long advance(int partition, long appendTimeMillis) {
        return maxima.merge(partition, appendTimeMillis, Math::max);
    }

    /** Takes over what some subtask remembered; several may have known the same partition at different times. */
    void restore(PartitionClock clock) {
        advance(clock.partition(), clock.maxAppendTimeMillis());
    }

    /** @param own the partitions that are to be remembered here */
    List<PartitionClock> snapshot(IntPredicate own) {
        List<PartitionClock> clocks = new ArrayList<>(maxima.size());
        maxima.forEach((partition, max) -> {
            if (own.test(partition)) {
                clocks.add(new PartitionClock(partition, max));
            }
        });
        return clocks;
    }
}
