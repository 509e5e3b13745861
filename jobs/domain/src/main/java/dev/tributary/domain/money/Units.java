package dev.tributary.domain.money;

import java.math.BigInteger;

/** The exact units that amounts are kept in (economics, section 4). */
public final class Units {
    /** Micro units in one base unit. */
    public static final BigInteger MICRO_PER_UNIT = BigInteger.TEN.pow(6);
    /** Numerator units in one micro unit: fee 10^6 x lineage 10^8 x split 10^4. */
    public static final BigInteger NUMERATOR_PER_MICRO = BigInteger.TEN.pow(18);
    /** Numerator units in one base unit of the token. */
    public static final BigInteger NUMERATOR_PER_UNIT = BigInteger.TEN.pow(24);

    private Units() {}

    /**
     * Whole base units that are payable of a numerator; what is left stays in the numerator.
     *
     * @throws IllegalArgumentException when the numerator is negative: no account ever owes
     */
    public static BigInteger payableFloor(BigInteger numerator) {
        if (numerator.signum() < 0) {
            throw new IllegalArgumentException("negative numerator: " + numerator);
        }
        return numerator.divide(NUMERATOR_PER_UNIT);
    }
}
