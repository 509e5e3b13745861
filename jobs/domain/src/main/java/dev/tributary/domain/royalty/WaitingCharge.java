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
        return charges.stream().map(WaitingCharge::micro).reduce(BigInteger.ZERO, BigInteger::add);
    }

    WaitingCharge withMicro(BigInteger left) {
        return new WaitingCharge(period, minute, model, left);
    }
}
