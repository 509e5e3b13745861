package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Tells what became of each report: what was refused, and what it adds to the accounting equation. */
final class ReportVerdicts {
    private final RejectedRecords rejected;
    private final Output<StreamRecord<ModelUsage>> output;

    ReportVerdicts(RejectedRecords rejected, Output<StreamRecord<ModelUsage>> output) {
        this.rejected = rejected;
        this.output = output;
    }

    /** A report that counts. Its lines that break a rule of their own are refused, which those of others never are. */
    void accept(StreamRecord<UsageRecord> element, ReportParser.Parsed parsed, long logMillis) {
        Map<String, Long> refusedLines = new HashMap<>();
        for (UsageRejected line : parsed.refusedLines()) {
            reject(element, line);
            refusedLines.merge(line.reason(), line.lines(), Long::sum);
        }
        tally(element, Tally.accepted(logMillis, parsed.lines(), parsed.usage().linesByPeriod(), refusedLines));
    }

    /** A report that was accepted before. */
    void drop(StreamRecord<UsageRecord> element, int lines, long logMillis) {
        tally(element, Tally.duplicate(logMillis, lines));
    }

    /** A report refused before the sequence rule; its lines are not known. */
    void refuse(StreamRecord<UsageRecord> element, RejectReason reason, String detail, long logMillis) {
        reject(element, rejected.report(element.getValue(), reason, detail));
        tally(element, Tally.refused(logMillis, reason.name(), 0));
    }

    /** A report refused by the sequence rule, with all its lines. */
    void refuse(
            StreamRecord<UsageRecord> element, Authentic authentic, int lines, RejectReason reason, long logMillis) {
        String detail = reason == RejectReason.SEQUENCE_CONFLICT
                ? "another report was accepted under this sequence"
                : "the gateway's sequence has moved past this one";
        reject(element, rejected.report(element.getValue(), authentic, lines, reason, detail));
        tally(element, Tally.refused(logMillis, reason.name(), lines));
    }

    private void reject(StreamRecord<UsageRecord> element, UsageRejected refusal) {
        output.collect(MeterReports.REJECTED, new StreamRecord<>(refusal, element.getTimestamp()));
    }

    private void tally(StreamRecord<UsageRecord> element, Tally tally) {
        output.collect(MeterReports.TALLIES, new StreamRecord<>(tally, element.getTimestamp()));
    }
}
