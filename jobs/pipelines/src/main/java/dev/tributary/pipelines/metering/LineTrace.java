package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.usage.Admission;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.domain.usage.SequenceWindow;
import dev.tributary.domain.usage.UsagePartition;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.Authentication.Refused;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import dev.tributary.pipelines.metering.json.JsonCursor;
import dev.tributary.pipelines.metering.json.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one usage line, known by (gateway, sequence, index), through the log of its gateway's partition, with the rules
 * that metering applies: the log's clock, authentication, the sequence rule and those of lines.
 *
 * <p>The sequence rule asks for a gateway's accepted reports with the same or a higher sequence alone, so the signatures
 * of a gateway's other reports need not be checked: looking for one report costs little more than reading the log.
 */
public final class LineTrace {
    private final String gateway;
    private final long sequence;
    private final int index;
    private final int partition;
    private final BookingRule booking;
    private final Authenticator authenticator;
    private final NameTable names = new NameTable();
    private final ReportParser parser;
    private final List<ReportSighting> sightings = new ArrayList<>();
    private long clockMillis = Long.MIN_VALUE;
    private SequenceWindow window = SequenceWindow.EMPTY;

    /**
     * @param gateway lower-case 0x form
     * @param sequence unsigned
     * @param index place of the line in its report, from 0
     */
    public LineTrace(MeteringSettings settings, String gateway, long sequence, int index) {
        this.gateway = gateway;
        this.sequence = sequence;
        this.index = index;
        this.partition = UsagePartition.of(gateway, settings.partitions());
        this.booking = settings.booking();
        this.authenticator = new Authenticator(settings);
        this.parser = new ReportParser(booking, new RejectedRecords(settings.topic()), names);
    }

    /** Where the gateway's reports lie; in any other partition they are refused. */
    public int partition() {
        return partition;
    }

    /** Every place where the report lies, in log order. */
    public List<ReportSighting> sightings() {
        return sightings;
    }

    /** The line as it was booked; null when its report was never accepted, or it was refused. */
    public @Nullable TracedLine bookedLine() {
        for (ReportSighting sighting : sightings) {
            if (sighting.line() != null) {
                return sighting.line();
            }
        }
        return null;
    }

    /** Takes the next record of the partition, from the first on. */
    public void look(UsageRecord record) {
        clockMillis = Math.max(clockMillis, record.appendTimeMillis());
        String claimed = record.sequence();
        if (record.heartbeat()
                || !gateway.equals(record.gateway())
                || claimed == null
                || !ReportHeaders.isSequence(claimed)) {
            return;
        }
        int order = Long.compareUnsigned(Long.parseUnsignedLong(claimed), sequence);
        if (order == 0) {
            sightings.add(judge(record));
        } else if (order > 0 && !isOutOfReach()) {
            admitLater(record);
        }
    }

    /** Whether a report with the sequence is refused from now on whatever comes: all that is remembered is above it. */
    private boolean isOutOfReach() {
        return !window.accepted().isEmpty() && window.accepted().get(0).sequence() != sequence;
    }

    private void admitLater(UsageRecord record) {
        if (authenticator.authenticate(record) instanceof Authentic authentic && parse(record) != null) {
            admit(authentic);
        }
    }

    private Admission admit(Authentic authentic) {
        Admission admission = window.admit(authentic.sequence(), authentic.contentHash());
        if (admission instanceof Admission.Accepted accepted) {
            window = accepted.next();
        }
        return admission;
    }

    private ReportParser.@Nullable Parsed parse(UsageRecord record) {
        names.trim();
        try {
            return parser.parse(record, clockMillis);
        } catch (MalformedJsonException | RuntimeException e) {
            return null; // the job refuses both alike
        }
    }

    private ReportSighting judge(UsageRecord record) {
        Authentication authentication = authenticator.authenticate(record);
        if (authentication instanceof Refused refused) {
            return sighting(record, Verdict.REPORT_REFUSED, 0, refused.reason(), refused.detail(), null);
        }
        ReportParser.Parsed parsed = parse(record);
        if (parsed == null) {
            return sighting(record, Verdict.REPORT_REFUSED, 0, RejectReason.MALFORMED_JSON, null, null);
        }
        Admission admission = admit((Authentic) authentication);
        if (admission instanceof Admission.Refused refused) {
            return sighting(record, Verdict.REPORT_REFUSED, parsed.lines(), refused.reason(), null, null);
        }
        return admission instanceof Admission.Duplicate
                ? sighting(record, Verdict.DUPLICATE, parsed.lines(), null, null, null)
                : judgeLine(record, parsed);
    }

    private ReportSighting judgeLine(UsageRecord record, ReportParser.Parsed parsed) {
        if (index >= parsed.lines()) {
            return sighting(record, Verdict.NO_SUCH_LINE, parsed.lines(), null, null, null);
        }
        for (UsageRejected refused : parsed.refusedLines()) {
            Integer at = refused.index();
            if (at != null && at == index) {
                return sighting(
                        record,
                        Verdict.LINE_REFUSED,
                        parsed.lines(),
                        RejectReason.valueOf(refused.reason()),
                        refused.detail(),
                        null);
            }
        }
        return sighting(record, Verdict.BOOKED, parsed.lines(), null, null, booked(record));
    }

    /** The line as the only one of a report: what it adds up to is what it says. */
    private TracedLine booked(UsageRecord record) {
        byte[] line = lineOf(record.value());
        byte[] alone = ("[" + new String(line, UTF_8) + "]").getBytes(UTF_8);
        ReportParser.Parsed parsed = parse(new UsageRecord(
                record.partition(),
                record.offset(),
                record.appendTimeMillis(),
                record.gateway(),
                record.sequence(),
                record.signature(),
                false,
                alone));
        List<UsageCount> counts = parsed == null ? List.of() : parsed.usage().counts(names, gateway);
        if (counts.size() != 1) {
            throw new IllegalStateException("a line that was good in its report is not alone: " + counts);
        }
        UsageCount count = counts.get(0);
        return new TracedLine(
                count.model(),
                count.payer(),
                count.pass(),
                booking.minuteStart(count.minute()),
                booking.periodStart(count.period()),
                booking.periodEnd(count.period()),
                MeterTotals.of(count.calls(), count.inputTokens(), count.outputTokens(), count.computeMillis()),
                new String(line, UTF_8));
    }

    private byte[] lineOf(byte[] report) {
        JsonCursor cursor = new JsonCursor();
        cursor.reset(report);
        try {
            cursor.skipSpace();
            cursor.firstElement();
            for (int before = 0; before < index; before++) {
                cursor.skipValue(1);
                cursor.nextElement();
            }
            int from = cursor.offset();
            cursor.skipValue(1);
            return Arrays.copyOfRange(report, from, cursor.offset());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a report that was read before cannot be read again", e);
        }
    }

    private ReportSighting sighting(
            UsageRecord record,
            Verdict verdict,
            int lines,
            @Nullable RejectReason reason,
            @Nullable String detail,
            @Nullable TracedLine line) {
        return new ReportSighting(
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.appendTimeMillis()),
                clockMillis,
                verdict,
                lines,
                reason,
                detail,
                line);
    }
}
