package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.RejectReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One place in the usage log where a report that is looked for lies, and how metering judges it there.
 *
 * @param clockMillis the running maximum of append times in the partition, by which its lines are booked
 * @param lines of the report; 0 where it was refused before they were read
 * @param reason why the report, or the line, is refused; null otherwise
 * @param line what is known of the line; null unless the report is accepted and the line may be booked
 */
public record ReportSighting(
        int partition,
        long offset,
        Instant appendTime,
        long clockMillis,
        Verdict verdict,
        int lines,
        @Nullable RejectReason reason,
        @Nullable String detail,
        @Nullable TracedLine line) {
    public enum Verdict {
        /** The report is refused whole. */
        REPORT_REFUSED,
        /** The same report was accepted before; it is dropped. */
        DUPLICATE,
        /** The report is accepted, and has no line of that index. */
        NO_SUCH_LINE,
        /** The report is accepted, the line is refused. */
        LINE_REFUSED,
        /** The line is booked; what becomes of it is decided when its period closes. */
        BOOKED
    }
}
