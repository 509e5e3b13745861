package dev.tributary.settlement.statement;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Exact decimal texts, in base units of a token and in percent. */
public final class BaseUnits {
    private static final int NUMERATOR_DIGITS = 24;
    private static final int MICRO_DIGITS = 6;
    private static final int LINEAGE_PERCENT_DIGITS = 6;
    private static final int FEE_PERCENT_DIGITS = 4;
    private static final int SPLIT_PERCENT_DIGITS = 2;

    private BaseUnits() {}

    /** Of 10^-24 base units. */
    public static String ofNumerator(BigInteger numerator) {
        return text(numerator, NUMERATOR_DIGITS);
    }

    /** Of 10^-6 base units. */
    public static String ofMicro(BigInteger micro) {
        return text(micro, MICRO_DIGITS);
    }

    /** Of shares over 10^8. */
    public static String percentOfLineage(long share) {
        return text(BigInteger.valueOf(share), LINEAGE_PERCENT_DIGITS) + " %";
    }

    /** Of parts per million. */
    public static String percentOfFee(long ppm) {
        return text(BigInteger.valueOf(ppm), FEE_PERCENT_DIGITS) + " %";
    }

    /** Of basis points. */
    public static String percentOfSplit(int basisPoints) {
        return text(BigInteger.valueOf(basisPoints), SPLIT_PERCENT_DIGITS) + " %";
    }

    private static String text(BigInteger amount, int digits) {
        BigDecimal decimal = new BigDecimal(amount, digits).stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0).toPlainString() : decimal.toPlainString();
    }
}
