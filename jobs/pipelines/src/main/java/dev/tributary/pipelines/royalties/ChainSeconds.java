package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/** Chain time is in seconds of up to 64 unsigned bits; ours is in milliseconds and stops at the largest long. */
public final class ChainSeconds {
    private static final long MILLIS = 1_000;

    private ChainSeconds() {}

    public static long toMillisSaturated(long seconds) {
        return seconds > Long.MAX_VALUE / MILLIS ? Long.MAX_VALUE : seconds * MILLIS;
    }

    public static long toMillisSaturated(BigInteger seconds) {
        return seconds.bitLength() > Long.SIZE - 1 ? Long.MAX_VALUE : toMillisSaturated(seconds.longValueExact());
    }
}
