package dev.tributary.domain.royalty;

import java.math.BigInteger;
import java.util.Collection;

/**
 * A charge, or the rest of one, that its payer has not funded.
 *
 * @param period that it was booked in
 * @param micro what is left of it, 10^-6 base units, positive
 */
public record WaitingCharge(long period, long minute, String model, BigInteger micro) {
    private static final int SMALL_BITS = Long.SIZE - 2;
    private static final long MOST_SMALL = 1L << SMALL_BITS;

    /** Exact; amounts that are small, as nearly all are, meet as longs. */
    public static BigInteger sumMicro(Collection<WaitingCharge> charges) {
        BigInteger sum = BigInteger.ZERO;
        long small = 0;
        for (WaitingCharge charge : charges) {
            if (charge.micro.bitLength() > SMALL_BITS) {
                sum = sum.add(charge.micro);
                continue;
            }
            if (Math.abs(small) >= MOST_SMALL) {
                sum = sum.add(BigInteger.valueOf(small));
                small = 0;
            }
            small += charge.micro.longValue();
        }
        return sum.add(BigInteger.valueOf(small));
    }

    WaitingCharge withMicro(BigInteger left) {
        return left.equals(micro) ? this : new WaitingCharge(period, minute, model, left);
    }
}
