package dev.tributary.settlement.ledger;

import java.time.Instant;

/**
 * The usage lines booked in one period, as RoyaltyJob counted them.
 *
 * @param closed whether all of them are decided
 */
public record PeriodLines(Instant start, boolean closed, long admitted, long counted, long rejected) {

    public boolean isAccounted() {
        return closed && admitted == counted + rejected;
    }
}
