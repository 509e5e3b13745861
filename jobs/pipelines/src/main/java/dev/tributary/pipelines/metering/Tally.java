package dev.tributary.pipelines.metering;

import java.util.Map;

/**
 * What one report, or one decision at the close of a period, adds to
 * {@code reported = counted + duplicate + rejected(by reason) + pending}, in lines. It is whole in itself, so the
 * equation holds after every tally.
 *
 * @param logMillis log time to which it belongs: the running maximum of append times with the report, or the earliest
 *     at which the period can close
 * @param period whose pending lines are decided here, {@link #NONE} when lines are decided as they come in
 * @param rejected lines by the code they are refused under; a report refused before the sequence rule stands for 0 lines
 *     and is listed all the same
 * @param admitted lines by the period they are booked in: pending until its close
 */
public record Tally(
        long logMillis,
        long reported,
        long duplicate,
        long counted,
        long period,
        Map<String, Long> rejected,
        Map<Long, Long> admitted) {
    public static final long NONE = Long.MIN_VALUE;

    /**
     * A report that was accepted.
     *
     * @param lines how many it has, good and bad
     */
    static Tally accepted(long logMillis, long lines, Map<Long, Long> admitted, Map<String, Long> rejected) {
        return new Tally(logMillis, lines, 0, 0, NONE, rejected, admitted);
    }

    /** A report refused whole. */
    static Tally refused(long logMillis, String reason, long lines) {
        return new Tally(logMillis, lines, 0, 0, NONE, Map.of(reason, lines), Map.of());
    }

    /** A report that had been accepted before; its lines count as reported once more. */
    static Tally duplicate(long logMillis, long lines) {
        return new Tally(logMillis, lines, lines, 0, NONE, Map.of(), Map.of());
    }

    /** Pending lines of a period that have now been counted. */
    public static Tally counted(long closeMillis, long period, long lines) {
        return new Tally(closeMillis, 0, 0, lines, period, Map.of(), Map.of());
    }

    /** Pending lines of a period that have now been refused. */
    public static Tally rejected(long closeMillis, long period, String reason, long lines) {
        return new Tally(closeMillis, 0, 0, 0, period, Map.of(reason, lines), Map.of());
    }

    /** A period that has a batch, whether or not a line was booked in it. */
    public static Tally sealed(long closeMillis, long period) {
        return new Tally(closeMillis, 0, 0, 0, period, Map.of(), Map.of());
    }
}
