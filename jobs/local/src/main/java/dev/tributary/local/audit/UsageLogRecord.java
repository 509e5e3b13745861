package dev.tributary.local.audit;

import java.util.Map;

/**
 * One record of the usage log as the broker keeps it.
 *
 * @param headers by name; empty where the header has no value, or has several: neither says anything
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record UsageLogRecord(
        int partition, long offset, long appendTimeMillis, Map<String, String> headers, byte[] value) {
    boolean isHeartbeat() {
        return headers.containsKey("heartbeat");
    }
}
