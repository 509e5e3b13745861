package dev.tributary.local.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;

/** How people see amounts: the test dollar with its 6 decimals, whole numbers with thin groups. */
final class Amounts {
    private static final int TOKEN_DECIMALS = 6;
    private static final int MICRO_DECIMALS = 6;
    private static final int NUMERATOR_DECIMALS = 24;

    private Amounts() {}

    /** Of base units: all 6 decimals. */
    static String token(BigInteger baseUnits) {
        return grouped(new BigDecimal(baseUnits, TOKEN_DECIMALS));
    }

    /** Of 10^-6 base units, cut down to base units. */
    static String tokenFromMicroDown(BigInteger micro) {
        return token(micro.divide(BigInteger.TEN.pow(MICRO_DECIMALS)));
    }

    /** Of 10^-24 base units, cut down to base units. */
    static String tokenFromNumeratorDown(BigInteger numerator) {
        return token(numerator.divide(BigInteger.TEN.pow(NUMERATOR_DECIMALS)));
    }

    static String count(long number) {
        return grouped(BigDecimal.valueOf(number));
    }

    static String count(BigInteger number) {
        return grouped(new BigDecimal(number));
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%d s", millis / 1_000, millis % 1_000 / 100);
    }

    private static String grouped(BigDecimal number) {
        return String.format(Locale.ROOT, "%,." + number.scale() + "f", number).replace(',', ' ');
    }
}
