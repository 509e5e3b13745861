package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.MeterTotalsSerializer;
import java.math.BigInteger;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What one model did in one minute, as far as it has been booked: a row of table {@code usage_minute}, written again
 * when late lines change it. Analytics only.
 *
 * @param token in which the model was priced
 * @param lines lines charged
 * @param revenueMicro charges in 10^-6 base units
 * @param payers about how many paid
 * @param observedLines lines that {@code errorLines} is a share of
 * @param latencyP50Millis about the median, null when no line had a latency; likewise the other two
 */
public record UsageMinute(
        long minuteStartMillis,
        String model,
        String token,
        long lines,
        @TypeInfo(MeterTotalsSerializer.Type.class) MeterTotals meters,
        BigInteger revenueMicro,
        long payers,
        long observedLines,
        long errorLines,
        @Nullable Long latencyP50Millis,
        @Nullable Long latencyP95Millis,
        @Nullable Long latencyP99Millis) {}
