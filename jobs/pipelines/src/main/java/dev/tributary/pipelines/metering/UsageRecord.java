package dev.tributary.pipelines.metering;

import org.jspecify.annotations.Nullable;

/**
 * One record of the usage log as the broker holds it, nothing of it checked yet.
 *
 * @param appendTimeMillis when the broker appended it, epoch milliseconds; the clock of settlement
 * @param gateway the header's text, null when it is absent or given more than once
 * @param sequence the header's text, null when it is absent or given more than once
 * @param signature the header's text, null when it is absent or given more than once
 * @param heartbeat whether the record only moves time; its other headers and its value mean nothing then
 * @param value the raw bytes that the signature covers, empty when the record has none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record UsageRecord(
        int partition,
        long offset,
        long appendTimeMillis,
        @Nullable String gateway,
        @Nullable String sequence,
        @Nullable String signature,
        boolean heartbeat,
        byte[] value) {}
