package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.metering.Authentication.Authentic;
import dev.tributary.pipelines.metering.json.Utf8;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the records of {@code usage.rejected.v1} that stand for reports and their lines. */
final class RejectedRecords implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES_SHOWN = 64 << 10;

    private final String topic;

    RejectedRecords(String topic) {
        this.topic = topic;
    }

    /** A report refused before the sequence rule; its lines are not known, and it stands for none. */
    UsageRejected report(UsageRecord record, RejectReason reason, String detail) {
        String gateway = record.gateway();
        String sequence = record.sequence();
        return report(
                0,
                reason,
                detail,
                record.partition(),
                record.offset(),
                gateway != null && ReportHeaders.isGateway(gateway) ? gateway : null,
                sequence != null && ReportHeaders.isSequence(sequence) ? sequence : null,
                beginning(record.value()));
    }

    /** A report refused by the sequence rule stands for all its lines. */
    UsageRejected report(UsageRecord record, Authentic authentic, int lines, RejectReason reason, String detail) {
        return report(
                lines,
                reason,
                detail,
                record.partition(),
                record.offset(),
                authentic.gateway(),
                Long.toUnsignedString(authentic.sequence()),
                beginning(record.value()));
    }

    private UsageRejected report(
            long lines,
            RejectReason reason,
            String detail,
            int partition,
            long offset,
            @Nullable String gateway,
            @Nullable String sequence,
            byte[] beginning) {
        boolean isText = Utf8.firstFault(beginning) < 0;
        return new UsageRejected(
                lines,
                reason.name(),
                detail,
                topic,
                partition,
                offset,
                gateway,
                sequence,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                isText ? new String(beginning, UTF_8) : null,
                isText ? null : beginning);
    }

    /** One line of an accepted report. */
    UsageRejected line(
            UsageRecord record,
            RejectReason reason,
            String detail,
            int index,
            @Nullable String id,
            @Nullable String model,
            @Nullable String payer,
            @Nullable String pass,
            @Nullable Long minuteStartMillis,
            @Nullable Quantities quantities,
            String text) {
        return new UsageRejected(
                1,
                reason.name(),
                detail,
                topic,
                record.partition(),
                record.offset(),
                record.gateway(),
                record.sequence(),
                index,
                id,
                model,
                payer,
                pass,
                minuteStartMillis,
                null,
                quantities,
                null,
                text,
                null);
    }

    /** As much of a report as a rejected record shows; a character is not cut in two. */
    private static byte[] beginning(byte[] value) {
        return value.length <= MOST_BYTES_SHOWN
                ? value
                : Arrays.copyOf(value, Utf8.boundaryAtOrBefore(value, MOST_BYTES_SHOWN));
    }
}
