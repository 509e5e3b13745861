package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.RejectReason;

/** Whether the bytes of a record are what a gateway signed. */
sealed interface Authentication {
    /**
     * They are.
     *
     * @param sequence unsigned
     * @param contentHash sha-256 of the value
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on at once; never compared as a record
    record Authentic(String gateway, long sequence, byte[] contentHash) implements Authentication {}

    /** They are not, or cannot be told to be. */
    record Refused(RejectReason reason, String detail) implements Authentication {}
}
