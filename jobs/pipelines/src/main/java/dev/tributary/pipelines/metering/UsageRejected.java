package dev.tributary.pipelines.metering;

import org.jspecify.annotations.Nullable;

/**
 * What was refused, why, and where it came from: one record of {@code usage.rejected.v1}. It stands for a whole report,
 * for one line of a report, or, at the close of a period, for all lines of one
 * (model, payer, gateway, pass, minute). What is not known or does not apply is null and left out of the JSON.
 *
 * @param lines how many lines of the accounting equation it stands for
 * @param reason the stable code, a name of {@code RejectReason}
 * @param detail one sentence for people
 * @param sequence the report's sequence, decimal
 * @param index place of the line in its report, from 0
 * @param minuteStartMillis start of the minute in which the usage happened, epoch milliseconds
 * @param periodStartMillis start of the period at whose close it was refused, epoch milliseconds
 * @param amount with {@code LIMIT_EXCEEDED}, which refuses it and no usage
 * @param text the exact text of the line, or the beginning of the report, when those bytes are UTF-8
 * @param bytes the beginning of a report that is not UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record UsageRejected(
        long lines,
        String reason,
        String detail,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable String gateway,
        @Nullable String sequence,
        @Nullable Integer index,
        @Nullable String id,
        @Nullable String model,
        @Nullable String payer,
        @Nullable String pass,
        @Nullable Long minuteStartMillis,
        @Nullable Long periodStartMillis,
        @Nullable Quantities quantities,
        @Nullable RefusedAmount amount,
        @Nullable String text,
        byte @Nullable [] bytes) {

    /** Usage refused at the close of its period, when no single line or report can be named any more. */
    public static UsageRejected bucket(
            String reason,
            String detail,
            long lines,
            String gateway,
            String model,
            String payer,
            String pass,
            long minuteStartMillis,
            long periodStartMillis,
            Quantities quantities) {
        return new UsageRejected(
                lines,
                reason,
                detail,
                null,
                null,
                null,
                gateway.isEmpty() ? null : gateway,
                null,
                null,
                null,
                model,
                payer,
                pass.isEmpty() ? null : pass,
                minuteStartMillis,
                periodStartMillis,
                quantities,
                null,
                null,
                null);
    }

    /** What the close of a period cut off a charge, whose lines count. */
    public static UsageRejected cut(
            String reason,
            String detail,
            String model,
            String payer,
            long minuteStartMillis,
            long periodStartMillis,
            RefusedAmount amount) {
        return new UsageRejected(
                0,
                reason,
                detail,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                model,
                payer,
                null,
                minuteStartMillis,
                periodStartMillis,
                Quantities.of(0, 0, 0, 0),
                amount,
                null,
                null);
    }
}
