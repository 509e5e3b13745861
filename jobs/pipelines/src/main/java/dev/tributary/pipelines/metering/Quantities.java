package dev.tributary.pipelines.metering;

import java.math.BigInteger;

/** The four meters of refused usage, as JSON shows them; whole buckets may pass the range of a long. */
public record Quantities(BigInteger calls, BigInteger inputTokens, BigInteger outputTokens, BigInteger computeMillis) {

    public static Quantities of(long calls, long inputTokens, long outputTokens, long computeMillis) {
        return new Quantities(
                BigInteger.valueOf(calls),
                BigInteger.valueOf(inputTokens),
                BigInteger.valueOf(outputTokens),
                BigInteger.valueOf(computeMillis));
    }
}
