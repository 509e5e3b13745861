package dev.tributary.bench.metering;

/**
 * What one pass of a contender over the workload came to.
 *
 * @param wallSeconds from the first record to the last result
 * @param cpuSeconds processor time of the whole process in between, collector and all, but for the compilers
 * @param compilerSeconds processor time of the just-in-time compilers: a job that runs for weeks compiles once
 * @param digest of the sums it found, see {@link Sums#digest()}
 */
public record Round(double wallSeconds, double cpuSeconds, double compilerSeconds, long lines, String digest) {}
