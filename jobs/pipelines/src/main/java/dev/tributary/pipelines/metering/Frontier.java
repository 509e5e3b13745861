package dev.tributary.pipelines.metering;

/**
 * The record at which a partition's clock, the running maximum of its append times minus the grace, passed the end of a
 * period. The first offset at or after the end {@code t} is that of the frontier with
 * {@code beforeMillis < t <= afterMillis}: a fact of the log, the same in every run.
 *
 * @param beforeMillis the clock before the record, {@code Long.MIN_VALUE} for the first record of the partition
 * @param afterMillis the clock with the record
 */
public record Frontier(int partition, long beforeMillis, long afterMillis, long offset) {}
