package dev.tributary.pipelines.royalties;

/**
 * One record of {@code chain.events.v1} as the broker holds it, nothing of it checked yet.
 *
 * @param offset its place in the topic's one partition
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record ChainRecord(long offset, byte[] value) {}
