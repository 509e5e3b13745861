package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RevenueSum} in the making. It adds longs up for as long as they fit; what does not fit is summed aside without
 * bound.
 */
final class RevenueTally {
    private long micro;
    private long calls;
    private long inputTokens;
    private long outputTokens;
    private long computeMillis;
    private long lines;
    private @Nullable RevenueSum large;

    void add(BigInteger moreMicro, MeterTotals more, long moreLines) {
        boolean areLongs = moreMicro.bitLength() < Long.SIZE && more.areLongs();
        if (!areLongs || !addLongs(moreMicro.longValue(), more)) {
            RevenueSum known = large == null ? RevenueSum.NONE : large;
            large = known.plus(new RevenueSum(moreMicro, new UsageSum(more, 0)));
        }
        lines += moreLines;
    }

    /** All of it, or none when one of the sums would be no long. */
    private boolean addLongs(long moreMicro, MeterTotals more) {
        long microSum = micro + moreMicro;
        long callsSum = calls + more.callsLong();
        long inputTokensSum = inputTokens + more.inputTokensLong();
        long outputTokensSum = outputTokens + more.outputTokensLong();
        long computeMillisSum = computeMillis + more.computeMillisLong();
        boolean overflows = (overflow(micro, moreMicro, microSum)
                        | overflow(calls, more.callsLong(), callsSum)
                        | overflow(inputTokens, more.inputTokensLong(), inputTokensSum)
                        | overflow(outputTokens, more.outputTokensLong(), outputTokensSum)
                        | overflow(computeMillis, more.computeMillisLong(), computeMillisSum))
                < 0;
        if (overflows) {
            return false;
        }
        micro = microSum;
        calls = callsSum;
        inputTokens = inputTokensSum;
        outputTokens = outputTokensSum;
        computeMillis = computeMillisSum;
        return true;
    }

    /** Negative when the sum of two longs is not what wrapped around: its sign is neither's. */
    private static long overflow(long one, long other, long sum) {
        return (one ^ sum) & (other ^ sum);
    }

    RevenueSum sum() {
        RevenueSum small = new RevenueSum(
                BigInteger.valueOf(micro),
                new UsageSum(MeterTotals.of(calls, inputTokens, outputTokens, computeMillis), lines));
        return large == null ? small : large.plus(small);
    }
}
