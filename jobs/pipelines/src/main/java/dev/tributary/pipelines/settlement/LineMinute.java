package dev.tributary.pipelines.settlement;

/**
 * One sum of the accounting equation at the end of a minute of log time, since the log began: a row of table
 * {@code line_minute}. A fact of the log, the same in every run; there are rows for minutes in which a sum changed.
 *
 * @param minuteStartMillis start of the minute (one rating grain), epoch milliseconds
 * @param name as in {@link LineTotal}
 */
public record LineMinute(long minuteStartMillis, String name, long lines) {}
