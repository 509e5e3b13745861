package dev.tributary.domain.usage;

/**
 * A report that a gateway's sequence has moved past.
 *
 * @param sequence unsigned
 * @param contentHash sha-256 of the value
 */
@SuppressWarnings("ArrayRecordComponent") // state of one gateway: compared by SequenceWindow alone, never by equals
public record AcceptedReport(long sequence, byte[] contentHash) {}
