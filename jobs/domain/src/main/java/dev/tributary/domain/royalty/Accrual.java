package dev.tributary.domain.royalty;

import dev.tributary.domain.lineage.LineageShares;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exact accrual (economics, section 4): numerators of 10^-24 base unit, sums of which do not depend on batching, order
 * or parallelism. Nothing is divided here.
 */
public final class Accrual {
    /** Parts per million. */
    public static final long FEE_WHOLE = 1_000_000;

    private static final BigInteger TREASURY_FACTOR = BigInteger.valueOf(LineageShares.WHOLE * Split.WHOLE);

    private Accrual() {}

    /** The treasury's numerator of a funded charge. */
    public static BigInteger treasuryNumerator(BigInteger chargeMicro, long feePpm) {
        return chargeMicro.multiply(BigInteger.valueOf(feePpm)).multiply(TREASURY_FACTOR);
    }

    /** What a member of the family earns of a funded charge, in 10^-20 base units: still to be split. */
    public static BigInteger modelAmount(BigInteger chargeMicro, long feePpm, long lineageShare) {
        return modelAmount(chargeMicro.multiply(BigInteger.valueOf(lineageShare)), feePpm);
    }

    /**
     * The same of many charges under one fee.
     *
     * @param sharedMicro the sum of each charge times the member's share of it
     */
    public static BigInteger modelAmount(BigInteger sharedMicro, long feePpm) {
        return sharedMicro.multiply(BigInteger.valueOf(FEE_WHOLE - feePpm));
    }

    /** Numerators of the accounts behind a model, of an amount in 10^-20 base units. */
    public static SortedMap<String, BigInteger> split(BigInteger modelAmount, Split split) {
        SortedMap<String, BigInteger> numerators = new TreeMap<>();
        for (int i = 0; i < split.accounts().size(); i++) {
            BigInteger numerator =
                    modelAmount.multiply(BigInteger.valueOf(split.basisPoints().get(i)));
            numerators.merge(split.accounts().get(i), numerator, BigInteger::add);
        }
        return numerators;
    }
}
