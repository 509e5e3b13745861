package dev.tributary.domain.usage;

import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the four meters, of any size. Nearly all fit into longs and are kept so; a sum that passes their range goes on
 * without bound.
 */
public final class MeterTotals {
    public static final MeterTotals ZERO = of(0, 0, 0, 0);

    private final long calls;
    private final long inputTokens;
    private final long outputTokens;
    private final long computeMillis;

    /** All four, when one of them is no long; the longs are zero then. */
    private final @Nullable Large large;

    private record Large(BigInteger calls, BigInteger inputTokens, BigInteger outputTokens, BigInteger computeMillis) {}

    private MeterTotals(long calls, long inputTokens, long outputTokens, long computeMillis, @Nullable Large large) {
        this.calls = calls;
        this.inputTokens = inputTokens;
        this.outputTokens = outputTokens;
        this.computeMillis = computeMillis;
        this.large = large;
    }

    public static MeterTotals of(long calls, long inputTokens, long outputTokens, long computeMillis) {
        return new MeterTotals(calls, inputTokens, outputTokens, computeMillis, null);
    }

    public static MeterTotals of(
            BigInteger calls, BigInteger inputTokens, BigInteger outputTokens, BigInteger computeMillis) {
        boolean areLongs = isLong(calls) && isLong(inputTokens) && isLong(outputTokens) && isLong(computeMillis);
        return areLongs
                ? of(calls.longValue(), inputTokens.longValue(), outputTokens.longValue(), computeMillis.longValue())
                : new MeterTotals(0, 0, 0, 0, new Large(calls, inputTokens, outputTokens, computeMillis));
    }

    public BigInteger calls() {
        return large == null ? BigInteger.valueOf(calls) : large.calls;
    }

    public BigInteger inputTokens() {
        return large == null ? BigInteger.valueOf(inputTokens) : large.inputTokens;
    }

    public BigInteger outputTokens() {
        return large == null ? BigInteger.valueOf(outputTokens) : large.outputTokens;
    }

    public BigInteger computeMillis() {
        return large == null ? BigInteger.valueOf(computeMillis) : large.computeMillis;
    }

    /** Whether the four sums are what {@link #callsLong} and its like give. */
    public boolean areLongs() {
        return large == null;
    }

    public long callsLong() {
        return calls;
    }

    public long inputTokensLong() {
        return inputTokens;
    }

    public long outputTokensLong() {
        return outputTokens;
    }

    public long computeMillisLong() {
        return computeMillis;
    }

    public MeterTotals plus(long moreCalls, long moreInputTokens, long moreOutputTokens, long moreComputeMillis) {
        return plus(of(moreCalls, moreInputTokens, moreOutputTokens, moreComputeMillis));
    }

    public MeterTotals plus(MeterTotals other) {
        long callsSum = calls + other.calls;
        long inputTokensSum = inputTokens + other.inputTokens;
        long outputTokensSum = outputTokens + other.outputTokens;
        long computeMillisSum = computeMillis + other.computeMillis;
        boolean overflows = (overflow(calls, other.calls, callsSum)
                        | overflow(inputTokens, other.inputTokens, inputTokensSum)
                        | overflow(outputTokens, other.outputTokens, outputTokensSum)
                        | overflow(computeMillis, other.computeMillis, computeMillisSum))
                < 0;
        if (large == null && other.large == null && !overflows) {
            return of(callsSum, inputTokensSum, outputTokensSum, computeMillisSum);
        }
        return of(
                calls().add(other.calls()),
                inputTokens().add(other.inputTokens()),
                outputTokens().add(other.outputTokens()),
                computeMillis().add(other.computeMillis()));
    }

    /** Negative when the sum of two longs is not what wrapped around: its sign is neither's. */
    private static long overflow(long one, long other, long sum) {
        return (one ^ sum) & (other ^ sum);
    }

    private static boolean isLong(BigInteger value) {
        return value.bitLength() < Long.SIZE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MeterTotals totals
                && calls == totals.calls
                && inputTokens == totals.inputTokens
                && outputTokens == totals.outputTokens
                && computeMillis == totals.computeMillis
                && Objects.equals(large, totals.large);
    }

    @Override
    public int hashCode() {
        return Objects.hash(calls, inputTokens, outputTokens, computeMillis, large);
    }

    @Override
    public String toString() {
        return "MeterTotals[calls=%s, inputTokens=%s, outputTokens=%s, computeMillis=%s]"
                .formatted(calls(), inputTokens(), outputTokens(), computeMillis());
    }
}
