package dev.tributary.bench.metering;

import dev.tributary.domain.usage.BookingRule;

/**
 * What is metered, the same for every contender: everything else follows from these numbers.
 *
 * @param lines usage lines, in reports of {@link #FEWEST_LINES} to {@link #MOST_LINES}
 * @param models registered with lineage, terms and splits, used with the frequencies of Zipf's law
 * @param payers in all, by Zipf's law among those of a gateway
 * @param sharedPayers whether every payer uses every gateway; otherwise each gateway serves as many payers of its own, as
 *     a gateway of one operator does, and payers are a multiple of gateways
 */
public record Workload(
        long seed, int lines, int models, int payers, boolean sharedPayers, int gateways, int partitions) {
    static final int FEWEST_LINES = 100;
    static final int MOST_LINES = 1_000;
    static final double ZIPF_EXPONENT = 1.1;

    static final BookingRule BOOKING = new BookingRule(60_000, 3_600_000, 600_000);
    static final long CHAIN_ID = 31_337;

    /** How fast the log grew when it was written: its lines are that many per second of its own time. */
    static final long LINES_PER_LOG_SECOND = 100_000;

    /** Half past midnight, so that a minute ends in the middle of the log, and one period takes it all. */
    static final long MIDDLE_MILLIS = 1_800_059_400_000L;

    static final int PERIODS = 1;

    public Workload {
        if (lines < 2 * MOST_LINES || models < 100 || payers < 1 || gateways < 1 || partitions < 1) {
            throw new IllegalArgumentException("a workload needs at least " + 2 * MOST_LINES
                    + " lines, 100 models, a payer, a gateway and a partition");
        }
        if (!sharedPayers && payers % gateways != 0) {
            throw new IllegalArgumentException(payers + " payers are not a multiple of " + gateways
                    + " gateways. Give every gateway as many payers, or let all use all with --shared-payers.");
        }
    }

    /** How many payers send usage through one gateway. */
    int payersPerGateway() {
        return sharedPayers ? payers : payers / gateways;
    }

    /** @param rank of the payer among those of the gateway */
    int payer(int gateway, int rank) {
        return sharedPayers ? rank : gateway * payersPerGateway() + rank;
    }

    long beginMillis() {
        return MIDDLE_MILLIS - spanMillis() / 2;
    }

    /** Time from the first line to the last. */
    long spanMillis() {
        return lines * 1_000L / LINES_PER_LOG_SECOND;
    }

    /** When usage time and chain time have passed the period's end. */
    long endMillis() {
        return BOOKING.periodEnd(BOOKING.periodOf(MIDDLE_MILLIS)) + BOOKING.graceMillis() + 1;
    }
}
