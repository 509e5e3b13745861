package dev.tributary.pipelines.metering;

import java.util.List;
import java.util.Map;

/**
 * An authentic, well-formed report, collapsed, on its way to the sequence rule of its gateway.
 *
 * @param sequence unsigned
 * @param contentHash sha-256 of the value
 * @param logMillis running maximum of append times in its partition, with its own
 * @param lines how many lines it has, good and bad
 * @param admitted its good lines by the period they are booked in
 * @param usage what its good lines add up to, see {@link UsagePack}
 * @param refusedLines its lines that break a rule of their own; they are refused only if the report is accepted
 * @param beginning what a rejected record would show of it, at most 64 KiB; empty where the sequence rule is known to
 *     accept it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way between two operators; never compared as a record
public record MeteredReport(
        String gateway,
        long sequence,
        byte[] contentHash,
        int partition,
        long offset,
        long logMillis,
        int lines,
        Map<Long, Long> admitted,
        byte[] usage,
        List<UsageRejected> refusedLines,
        byte[] beginning) {}
