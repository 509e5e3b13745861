package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.json.JsonCursor;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import dev.tributary.pipelines.metering.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses, judges, books and collapses a report in one pass over its bytes. Holds the tables of one subtask and is used
 * for one report after the other.
 */
final class ReportParser {
    static final int MOST_LINES = 4_000;

    private final BookingRule booking;
    private final RejectedRecords rejected;
    private final NameTable names;
    private final JsonCursor cursor = new JsonCursor();
    private final LineReader reader;
    private final UsageLine line = new UsageLine();
    private final UsageTotals totals = new UsageTotals();
    private final QualityTotals qualities = new QualityTotals();

    /** @param names which numbers the ids; it may be trimmed between reports */
    ReportParser(BookingRule booking, RejectedRecords rejected, NameTable names) {
        this.booking = booking;
        this.rejected = rejected;
        this.names = names;
        this.reader = new LineReader(cursor, names);
    }

    /**
     * Of a report: what its good lines add up to, and its bad lines.
     *
     * @param lines how many it has, good and bad
     * @param usage the parser's own, until it parses the next report; likewise the quality
     */
    record Parsed(int lines, UsageTotals usage, QualityTotals quality, List<UsageRejected> refusedLines) {}

    /**
     * @param runningMaxMillis running maximum of append times in the record's partition, with the record's own
     * @throws MalformedJsonException when the whole report is to be refused as {@code MALFORMED_JSON}
     */
    Parsed parse(UsageRecord record, long runningMaxMillis) throws MalformedJsonException {
        totals.clear();
        qualities.clear();
        cursor.reset(record.value());
        reader.begin();
        List<UsageRejected> refusedLines = new ArrayList<>(0);
        int lines;
        try {
            lines = readLines(record, runningMaxMillis, refusedLines);
        } catch (MalformedJsonException e) {
            Utf8.require(record.value()); // the first thing that is said of a report
            throw e;
        }
        totals.book(booking, runningMaxMillis);
        qualities.book(booking, runningMaxMillis);
        return new Parsed(lines, totals, qualities, refusedLines);
    }

    private int readLines(UsageRecord record, long runningMaxMillis, List<UsageRejected> refusedLines)
            throws MalformedJsonException {
        cursor.skipSpace();
        if (cursor.peek() != '[') {
            throw cursor.fault("the report is not an array");
        }
        int lines = 0;
        for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
            if (lines == MOST_LINES) {
                throw cursor.fault("the report has more than " + MOST_LINES + " lines");
            }
            if (cursor.peek() != '{') {
                throw cursor.fault("a line is not an object");
            }
            reader.read(line, record.value());
            take(record, lines, runningMaxMillis, refusedLines);
            lines++;
        }
        if (lines == 0) {
            throw cursor.fault("the report has no line");
        }
        cursor.skipSpace();
        if (cursor.offset() != record.value().length) {
            throw cursor.fault("something follows the report");
        }
        return lines;
    }

    private void take(UsageRecord record, int index, long runningMaxMillis, List<UsageRejected> refusedLines)
            throws MalformedJsonException {
        int faults = line.faults();
        if (faults != 0) {
            refusedLines.add(refusal(
                    record,
                    index,
                    RejectReason.LINE_INVALID,
                    Member.first(faults).requirement()));
            return;
        }
        RejectReason reason = booking.refusal(line.eventMillis, runningMaxMillis);
        if (reason != null) {
            refusedLines.add(refusal(
                    record,
                    index,
                    reason,
                    "the line's time is " + Math.abs(line.eventMillis - runningMaxMillis) + " ms "
                            + (reason == RejectReason.FUTURE ? "after" : "before") + " the log's"));
            return;
        }
        long minute = booking.minute(line.eventMillis);
        totals.add(line, minute);
        qualities.add(line, minute);
    }

    private UsageRejected refusal(UsageRecord record, int index, RejectReason reason, String detail)
            throws MalformedJsonException {
        return rejected.line(
                record,
                reason,
                detail,
                index,
                idOfLine(),
                nameOrNull(line.model),
                nameOrNull(line.payer),
                nameOrNull(line.pass),
                line.isValid(Member.TIME) ? booking.minuteStart(booking.minute(line.eventMillis)) : null,
                quantitiesOrNull(),
                new String(record.value(), line.start, line.end - line.start, UTF_8));
    }

    private @Nullable String nameOrNull(int number) {
        return number == UsageLine.NONE ? null : names.name(number);
    }

    private @Nullable Quantities quantitiesOrNull() {
        boolean known = line.calls >= 0 && line.inputTokens >= 0 && line.outputTokens >= 0 && line.computeMillis >= 0;
        return known ? Quantities.of(line.calls, line.inputTokens, line.outputTokens, line.computeMillis) : null;
    }

    /** Reads the id again, where it stands: good lines need it for nothing. */
    private @Nullable String idOfLine() throws MalformedJsonException {
        if (!line.isValid(Member.ID)) {
            return null;
        }
        cursor.moveTo(line.idOffset);
        cursor.readString();
        String id = new String(cursor.text(), cursor.textFrom(), cursor.textTo() - cursor.textFrom(), UTF_8);
        cursor.moveTo(line.end);
        return id;
    }
}
