package dev.tributary.pipelines.metering;

/**
 * What the lines of accepted reports say about the quality of a model in a minute; analytics only, never money.
 *
 * @param minute index of the rating grain in which the usage happened
 * @param period index of the settlement period in which it is booked
 * @param lines lines observed
 * @param errors how many of them failed (their {@code outcome})
 * @param latencies {@code latencyMillis} of the lines that have one, see {@link Latencies}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are on the wire; never compared as records
public record UsageObservation(long minute, long period, long lines, long errors, byte[] latencies) {}
