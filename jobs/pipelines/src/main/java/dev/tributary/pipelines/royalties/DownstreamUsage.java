package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.CompactReader;
import dev.tributary.pipelines.compact.CompactSerializer;
import dev.tributary.pipelines.compact.CompactType;
import dev.tributary.pipelines.compact.CompactWriter;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What descendants of a model did in a period, not the model itself: a row of table {@code downstream_usage}, or one
 * descendant's part of it.
 *
 * @param lines usage lines
 * @param revenueMicro charges funded, in 10^-6 base units
 */
@TypeInfo(DownstreamUsage.Type.class)
public record DownstreamUsage(
        long periodStartMillis, String model, String token, long lines, MeterTotals meters, BigInteger revenueMicro) {

    DownstreamUsage plus(DownstreamUsage other) {
        return new DownstreamUsage(
                periodStartMillis,
                model,
                token,
                lines + other.lines,
                meters.plus(other.meters),
                revenueMicro.add(other.revenueMicro));
    }

    /** How Flink is told of the serialiser. */
    public static final class Type extends CompactType<DownstreamUsage> {
        public Type() {
            super(new Serializer());
        }
    }

    /** For the network and state. */
    public static final class Serializer extends CompactSerializer<DownstreamUsage> {
        private static final long serialVersionUID = 1L;

        public Serializer() {
            super(DownstreamUsage.class, 1);
        }

        @Override
        protected void write(DownstreamUsage value, CompactWriter out) {
            out.putSigned(value.periodStartMillis);
            out.putText(value.model);
            out.putText(value.token);
            out.putUnsigned(value.lines);
            out.putMeters(value.meters);
            out.putInteger(value.revenueMicro);
        }

        @Override
        protected DownstreamUsage read(CompactReader in, TextTable texts) {
            return new DownstreamUsage(
                    in.signed(), in.text(texts), in.text(texts), in.unsigned(), in.meters(), in.integer());
        }
    }
}
