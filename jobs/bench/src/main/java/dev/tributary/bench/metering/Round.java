package dev.tributary.bench.metering;

/**
 * What one pass of a contender over the workload came to.
 *
 * @param wallSeconds from the first record to the last result
 * @param cpuSeconds processor time of the whole process in between: compiler, collector and all
 * @param digest of the sums it found, see {@link Sums#digest()}
 */
public record Round(double wallSeconds, double cpuSeconds, long lines, String digest) {}
