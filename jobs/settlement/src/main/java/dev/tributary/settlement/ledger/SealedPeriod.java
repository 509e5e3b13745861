package dev.tributary.settlement.ledger;

import java.time.Instant;

/**
 * A period as it was sealed.
 *
 * @param header canonical JSON of the batch header
 */
public record SealedPeriod(long epoch, Instant start, Instant end, long lineCount, String linesHash, String header) {
    /** The period's place on the grid of periods: its start divided by its length. */
    public long index() {
        return start.toEpochMilli() / (end.toEpochMilli() - start.toEpochMilli());
    }
}
