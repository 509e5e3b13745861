package dev.tributary.gateway;

/**
 * A signed report as it lies in the spool, and as it is sent, however often.
 *
 * @param sequence unsigned
 * @param signature 65 bytes r, s, v
 * @param value the bytes that are signed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way from disk to broker; never compared as a record
record SpooledReport(long sequence, byte[] signature, byte[] value) {}
