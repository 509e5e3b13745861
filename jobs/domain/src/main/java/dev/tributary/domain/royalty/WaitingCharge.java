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
    public static BigInteger sumMicro(Collection<WaitingCharge> charges) {
        BigInteger sum = BigInteger.ZERO;
        for (WaitingCharge charge : charges) {
            sum = sum.add(charge.micro);
        }
        return sum;
    }

    WaitingCharge withMicro(BigInteger left) {
        return left.equals(micro) ? this : new WaitingCharge(period, minute, model, left);
    }
}
