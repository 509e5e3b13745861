package dev.tributary.bench.metering;

/** One way to get the sums of a workload. */
interface Contender {
    /** One pass over all of it. Times are taken at once when the last result is there, before anything is checked. */
    Round run() throws Exception;
}
