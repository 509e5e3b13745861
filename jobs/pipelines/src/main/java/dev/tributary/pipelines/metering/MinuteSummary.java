package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
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
 * @param changedIn the last period in which something was added, or an earlier one after whose close it was written
 */
@SuppressWarnings("ArrayRecordComponent") // state, never compared as a record
@TypeInfo(MinuteSummary.Type.class)
public record MinuteSummary(
        String token,
        long lines,
        MeterTotals meters,
        BigInteger revenueMicro,
        byte[] payers,
        long observedLines,
        long errorLines,
        byte[] latencies,
        long changedIn) {
    private static final byte[] NO_SKETCH = {};
    private static final int PAYERS_LOG_SIZE = 11;

    static final MinuteSummary NONE = new MinuteSummary(
            "", 0, MeterTotals.ZERO, BigInteger.ZERO, NO_SKETCH, 0, 0, Latencies.NONE, Long.MIN_VALUE);

    boolean isCharged() {
        return !token.isEmpty();
    }

    /** @param period at whose close it was charged */
    MinuteSummary plus(ChargedMinute charge, long period) {
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
                latencies,
                Math.max(changedIn, period));
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
                Latencies.merge(latencies, observation.latencies()),
                Math.max(changedIn, observation.period()));
    }

    MinuteSummary writtenIn(long period) {
        return new MinuteSummary(
                token, lines, meters, revenueMicro, payers, observedLines, errorLines, latencies, period);
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

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<MinuteSummary> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For state. */
    public static final class Serializer extends CompactSerializer<MinuteSummary> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(MinuteSummary.class);
        }

        @Override
        protected void write(MinuteSummary value, CompactWriter out) {
            out.putText(value.token);
            out.putUnsigned(value.lines);
            out.putMeters(value.meters);
            out.putInteger(value.revenueMicro);
            out.putBytes(value.payers);
            out.putUnsigned(value.observedLines);
            out.putUnsigned(value.errorLines);
            out.putBytes(value.latencies);
            out.putSigned(value.changedIn);
        }

        @Override
        protected MinuteSummary read(CompactReader in, TextTable texts) {
            return new MinuteSummary(
                    in.text(texts),
                    in.unsigned(),
                    in.meters(),
                    in.integer(),
                    in.byteArray(),
                    in.unsigned(),
                    in.unsigned(),
                    in.byteArray(),
                    in.signed());
        }
    }
}
