package dev.tributary.domain.usage;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which minute prices a line and which period pays it (economics, sections 1 and 5).
 *
 * <p>Everything is a function of the line's event time and of the running maximum of append times in its partition, so
 * every replay of the log books every line the same way. All times are epoch milliseconds.
 */
public record BookingRule(long grainMillis, long periodMillis, long graceMillis) implements Serializable {
    private static final long FUTURE_MILLIS = 60_000;
    private static final long TOO_OLD_MILLIS = 7 * 24 * 3_600_000L;

    public BookingRule {
        if (grainMillis <= 0) {
            throw new IllegalArgumentException("rating grain must be positive, is " + grainMillis + " ms");
        }
        if (periodMillis <= 0 || periodMillis % grainMillis != 0) {
            throw new IllegalArgumentException("period length must be a positive multiple of the rating grain ("
                    + grainMillis + " ms), is " + periodMillis + " ms");
        }
        if (graceMillis < 0) {
            throw new IllegalArgumentException("grace must not be negative, is " + graceMillis + " ms");
        }
    }

    /** {@code FUTURE}, {@code TOO_OLD}, or null when the line can be booked. */
    public @Nullable RejectReason refusal(long eventMillis, long runningMaxMillis) {
        if (eventMillis > runningMaxMillis + FUTURE_MILLIS) {
            return RejectReason.FUTURE;
        }
        if (eventMillis < runningMaxMillis - TOO_OLD_MILLIS) {
            return RejectReason.TOO_OLD;
        }
        return null;
    }

    /** The period that a line is paid in: never one that the watermark has closed. */
    public long period(long eventMillis, long runningMaxMillis) {
        return periodOf(Math.max(eventMillis, runningMaxMillis - graceMillis));
    }

    /** A period is a whole number of minutes, so all lines of a minute are paid as one at its start would be. */
    public long periodOfMinute(long minute, long runningMaxMillis) {
        return period(minuteStart(minute), runningMaxMillis);
    }

    /** The period that an instant lies in. */
    public long periodOf(long millis) {
        return Math.floorDiv(millis, periodMillis);
    }

    /** The minute (one rating grain) that a line is priced in, whenever it is booked. */
    public long minute(long eventMillis) {
        return Math.floorDiv(eventMillis, grainMillis);
    }

    public long minuteStart(long minute) {
        return minute * grainMillis;
    }

    /** No line that is appended later can be booked at or before this instant. */
    public long watermark(long runningMaxMillis) {
        return runningMaxMillis - graceMillis - 1;
    }

    /** The first append time with which the usage log can close the period. */
    public long earliestCloseMillis(long period) {
        return periodEnd(period) + graceMillis;
    }

    public long periodStart(long period) {
        return period * periodMillis;
    }

    /** Exclusive. */
    public long periodEnd(long period) {
        return (period + 1) * periodMillis;
    }
}
