package dev.tributary.domain.usage;

import java.math.BigInteger;

/** Sums of the four meters, of any size. */
public record MeterTotals(BigInteger calls, BigInteger inputTokens, BigInteger outputTokens, BigInteger computeMillis) {
    public static final MeterTotals ZERO =
            new MeterTotals(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    public static MeterTotals of(long calls, long inputTokens, long outputTokens, long computeMillis) {
        return new MeterTotals(
                BigInteger.valueOf(calls),
                BigInteger.valueOf(inputTokens),
                BigInteger.valueOf(outputTokens),
                BigInteger.valueOf(computeMillis));
    }

    public MeterTotals plus(long calls, long inputTokens, long outputTokens, long computeMillis) {
        return plus(of(calls, inputTokens, outputTokens, computeMillis));
    }

    public MeterTotals plus(MeterTotals other) {
        return new MeterTotals(
                calls.add(other.calls),
                inputTokens.add(other.inputTokens),
                outputTokens.add(other.outputTokens),
                computeMillis.add(other.computeMillis));
    }
}
