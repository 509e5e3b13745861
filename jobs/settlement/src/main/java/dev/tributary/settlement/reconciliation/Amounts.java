package dev.tributary.settlement.reconciliation;

import dev.tributary.domain.money.Units;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Amounts for people. */
final class Amounts {
    private static final int PLACES = 24;

    private Amounts() {}

    /** Numerators as base units, to the last place. */
    static String units(BigInteger numerator) {
        BigDecimal units = new BigDecimal(numerator, PLACES);
        return units.signum() == 0 ? "0" : units.stripTrailingZeros().toPlainString();
    }

    static BigInteger numerator(BigInteger units) {
        return units.multiply(Units.NUMERATOR_PER_UNIT);
    }
}
