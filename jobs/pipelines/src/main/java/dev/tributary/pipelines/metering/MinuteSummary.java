package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.MeterTotalsSerializer;
import dev.tributary.pipelines.royalties.ChargedMinute;
import java.math.BigInteger;
import org.apache.datasketches.hll.HllSketch;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What is remembered of one model and minute.
 *
 * @param token "" before the first charge
 * @param payers a serialised HyperLogLog sketch of the payers' addresses, empty before the first charge
 * @param latencies see {@link Latencies}
 */
@SuppressWarnings("ArrayRecordComponent") // state, never compared as a record
public record MinuteSummary(
        String token,
        long lines,
        @TypeInfo(MeterTotalsSerializer.Type.class) MeterTotals meters,
        BigInteger revenueMicro,
        byte[] payers,
        long observedLines,
        long errorLines,
        byte[] latencies) {
    private static final byte[] NO_SKETCH = {};
    private static final int PAYERS_LOG_SIZE = 11;

    static final MinuteSummary NONE =
            new MinuteSummary("", 0, MeterTotals.ZERO, BigInteger.ZERO, NO_SKETCH, 0, 0, Latencies.NONE);

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
                Latencies.merge(latencies, observation.latencies()));
    }

    UsageMinute toRow(long minuteStartMillis, String model) {
        Latencies read = Latencies.read(latencies);
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
                read.quantile(500),
                read.quantile(950),
                read.quantile(990));
    }
}
