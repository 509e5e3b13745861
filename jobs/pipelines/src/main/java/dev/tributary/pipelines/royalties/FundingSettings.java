package dev.tributary.pipelines.royalties;

import dev.tributary.domain.royalty.FundingRule;
import dev.tributary.domain.usage.BookingRule;
import java.io.Serializable;
import java.time.Duration;

/**
 * How charges are covered.
 *
 * @param writeOffAfterMillis after the end of its period a charge that still waits is given up
 * @param fundAll covers every charge within the spend limit in its own period without touching balances
 */
public record FundingSettings(long writeOffAfterMillis, boolean fundAll) implements Serializable {
    /** From balances; given up after 30 days. */
    public static final FundingSettings PREPAID =
            new FundingSettings(Duration.ofDays(30).toMillis(), false);

    public FundingSettings {
        if (writeOffAfterMillis <= 0) {
            throw new IllegalArgumentException(
                    "a charge must be given time to be funded, not " + writeOffAfterMillis + " ms");
        }
    }

    FundingRule rule(BookingRule booking) {
        return new FundingRule(writeOffPeriods(booking), fundAll);
    }

    /** Closes after its own at which a charge is given up: the first whose end is late enough. */
    long writeOffPeriods(BookingRule booking) {
        return -Math.floorDiv(-writeOffAfterMillis, booking.periodMillis());
    }
}
