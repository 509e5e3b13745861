package dev.tributary.settlement.trace;

import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Durations;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a grace with the log: a partition passes the end of a period with the first record that puts its clock, the
 * running maximum of append times, past the end by the grace or more; and the period's header says which record that was.
 */
public final class GraceCheck {
    private record Passed(long endMillis, long offset) {}

    private final int partition;
    private final List<Passed> expected = new ArrayList<>();
    private int next;
    private long clockMillis = Long.MIN_VALUE;
    private long moreThanMillis = -1;
    private long atMostMillis = Long.MAX_VALUE;

    /** @param ends by epoch */
    GraceCheck(int partition, List<PeriodEnd> ends) {
        this.partition = partition;
        for (PeriodEnd period : ends) {
            if (partition < period.firstOffsets().size()
                    && period.firstOffsets().get(partition) >= 0) {
                expected.add(new Passed(
                        period.end().toEpochMilli(), period.firstOffsets().get(partition)));
            }
        }
    }

    /** Takes the next record of the partition, from the first on. */
    public void look(long offset, long appendTimeMillis) {
        long beforeMillis = clockMillis;
        clockMillis = Math.max(clockMillis, appendTimeMillis);
        while (next < expected.size() && expected.get(next).offset() <= offset) {
            Passed passed = expected.get(next);
            next++;
            if (passed.offset() == offset) {
                atMostMillis = Math.min(atMostMillis, clockMillis - passed.endMillis());
                if (beforeMillis != Long.MIN_VALUE) {
                    moreThanMillis = Math.max(moreThanMillis, beforeMillis - passed.endMillis());
                }
            }
        }
    }

    /**
     * Compares a grace with what was seen.
     *
     * @throws SettlementException {@link Problem#CONFIG_INVALID} when it cannot be the one that the job ran with
     */
    public void require(long graceMillis) {
        if (moreThanMillis >= atMostMillis || atMostMillis < 0) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID,
                    "The log that was read is not the one that was settled: in partition " + partition
                            + " the headers of sealed periods name other records as the first after their ends. Read"
                            + " that one, whole; check `" + RoyaltyJobConfig.BOOTSTRAP_SERVERS + "`, `"
                            + RoyaltyJobConfig.USAGE_TOPIC + "` and --usage.");
        }
        if (graceMillis <= moreThanMillis || graceMillis > atMostMillis) {
            throw ObservedSettings.invalid(
                    RoyaltyJobConfig.GRACE,
                    Durations.text(graceMillis),
                    "partition " + partition + " passed the ends of sealed periods with a grace of " + range());
        }
    }

    private String range() {
        String most = Durations.text(atMostMillis) + " at most";
        return moreThanMillis < 0 ? most : "more than " + Durations.text(moreThanMillis) + ", and " + most;
    }
}
