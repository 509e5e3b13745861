package dev.tributary.domain.money;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * A sum of products of numbers that are not negative, exact and of any size. It is kept in 128 bits for as long as it
 * fits, and what goes beyond is set aside.
 */
public final class ProductSum {
    /** Below it the upper halves of the sum and of any product of two longs add up without passing a long's range. */
    private static final long MOST_HIGH = 1L << 62;

    private long high;
    private long low;
    private BigInteger aside = BigInteger.ZERO;

    /** Adds the product. */
    public void add(BigInteger one, long other) {
        if (one.bitLength() < Long.SIZE) {
            add(one.longValue(), other);
        } else if (one.signum() < 0 || other < 0) {
            throw negative(one, other);
        } else {
            aside = aside.add(one.multiply(BigInteger.valueOf(other)));
        }
    }

    /** Adds the product. */
    public void add(long one, long other) {
        if ((one | other) < 0) {
            throw negative(one, other);
        }
        long sum = low + one * other;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        low = sum;
        high += Math.multiplyHigh(one, other) + carry;
        if (high >= MOST_HIGH) {
            aside = value();
            high = 0;
            low = 0;
        }
    }

    public BigInteger value() {
        BigInteger near = high == 0 && low >= 0
                ? BigInteger.valueOf(low)
                : new BigInteger(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(high)
                        .putLong(low)
                        .array());
        return aside.signum() == 0 ? near : aside.add(near);
    }

    private static IllegalArgumentException negative(Number one, Number other) {
        return new IllegalArgumentException("a factor is negative: " + one + " times " + other);
    }
}
