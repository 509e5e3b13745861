package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.MeterTotalsSerializer;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What descendants of a model did in a period, not the model itself: a row of table {@code downstream_usage}, or one
 * descendant's part of it.
 *
 * @param lines usage lines
 * @param revenueMicro charges funded, in 10^-6 base units
 */
public record DownstreamUsage(
        long periodStartMillis,
        String model,
        String token,
        long lines,
        @TypeInfo(MeterTotalsSerializer.Type.class) MeterTotals meters,
        BigInteger revenueMicro) {

    Key key() {
        return new Key(periodStartMillis, model, token);
    }

    DownstreamUsage plus(DownstreamUsage other) {
        return new DownstreamUsage(
                periodStartMillis,
                model,
                token,
                lines + other.lines,
                meters.plus(other.meters),
                revenueMicro.add(other.revenueMicro));
    }

    record Key(long periodStartMillis, String model, String token) {}
}
