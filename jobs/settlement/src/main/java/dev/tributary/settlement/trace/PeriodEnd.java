package dev.tributary.settlement.trace;

import java.time.Instant;
import java.util.List;

/**
 * A sealed period, and where the usage log passed its end.
 *
 * @param end exclusive
 * @param firstOffsets per usage partition the first offset that could not be booked in the period any more; -1 where the
 *     log ended before
 */
public record PeriodEnd(long epoch, Instant start, Instant end, List<Long> firstOffsets) {
    long lengthMillis() {
        return end.toEpochMilli() - start.toEpochMilli();
    }
}
