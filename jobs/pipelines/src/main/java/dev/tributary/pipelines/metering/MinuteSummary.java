package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.royalties.ChargedMinute;
import java.math.BigInteger;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllLongsSketch;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one model and minute.
 *
 * @param token "" before the first charge
 * @param payers a serialised HyperLogLog sketch of the payers' addresses, empty before the first charge
 * @param latencies a serialised KLL sketch, empty when no line had a latency
 */
@SuppressWarnings("ArrayRecordComponent") // state, never compared as a record
public record MinuteSummary(
        String token,
        long lines,
        MeterTotals meters,
        BigInteger revenueMicro,
        byte[] payers,
        long observedLines,
        long errorLines,
        byte[] latencies) {
    private static final byte[] NO_SKETCH = {};
    private static final int PAYERS_LOG_SIZE = 11;

    static final MinuteSummary NONE =
            new MinuteSummary("", 0, MeterTotals.ZERO, BigInteger.ZERO, NO_SKETCH, 0, 0, NO_SKETCH);

    boolean isCharged() {
        return !token.isEmpty();
    }

    MinuteSummary plus(ChargedMinute charge) {
        HllSketch known = payers.length == 0 ? new HllSketch(PAYERS_LOG_SIZE) : HllSketch.heapify(payers);
        charge.payers().forEach(known::update);
        return new MinuteSummary(
                charge.token(),
                lines + charge.lines(),
                meters.plus(charge.meters()),
                revenueMicro.add(charge.micro()),
                known.toCompactByteArray(),
                observedLines,
                errorLines,
                latencies);
    }

    MinuteSummary plus(UsageObservation observation) {
        return new MinuteSummary(
                token,
                lines,
                meters,
                revenueMicro,
                payers,
                observedLines + observation.lines(),
                errorLines + observation.errors(),
                merge(latencies, observation.latencySketch()));
    }

    UsageMinute toRow(long minuteStartMillis, String model) {
        KllLongsSketch sketch = latencies.length == 0 ? null : KllLongsSketch.heapify(Memory.wrap(latencies));
        return new UsageMinute(
                minuteStartMillis,
                model,
                token,
                lines,
                meters,
                revenueMicro,
                Math.round(HllSketch.heapify(payers).getEstimate()),
                observedLines,
                errorLines,
                quantile(sketch, 0.50),
                quantile(sketch, 0.95),
                quantile(sketch, 0.99));
    }

    private static @Nullable Long quantile(@Nullable KllLongsSketch sketch, double rank) {
        return sketch == null ? null : sketch.getQuantile(rank);
    }

    private static byte[] merge(byte[] known, byte[] added) {
        if (known.length == 0 || added.length == 0) {
            return known.length == 0 ? added : known;
        }
        KllLongsSketch merged = KllLongsSketch.heapify(Memory.wrap(known));
        merged.merge(KllLongsSketch.heapify(Memory.wrap(added)));
        return merged.toByteArray();
    }
}
