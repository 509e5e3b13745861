package dev.tributary.pipelines.metering;

/** What a checkpoint remembers of one partition: the running maximum of its append times. */
public record PartitionClock(int partition, long maxAppendTimeMillis) {}
