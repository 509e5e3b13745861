package dev.tributary.pipelines.settlement;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.pipelines.SettlementHalted;
import dev.tributary.pipelines.royalties.SharedRevenue;
import java.math.BigInteger;

/**
 * Both sides of the books of a (period, token): what was shared and what the accounts were credited.
 *
 * @param linesNumerator sum of the account lines, 10^-24 base units
 * @param revenueMicro sum of the charges shared
 * @param feeNumerator the treasury's part of them
 */
public record TokenSum(BigInteger linesNumerator, BigInteger revenueMicro, BigInteger feeNumerator) {
    static final TokenSum NONE = new TokenSum(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    TokenSum plus(AccountLine line) {
        return new TokenSum(linesNumerator.add(line.numerator()), revenueMicro, feeNumerator);
    }

    TokenSum plus(SharedRevenue revenue) {
        return new TokenSum(
                linesNumerator, revenueMicro.add(revenue.revenueMicro()), feeNumerator.add(revenue.feeNumerator()));
    }

    /** Halts unless both sides are equal to the last 10^-24. */
    TokenTotals totals(long period, String token) {
        BigInteger shared = revenueMicro.multiply(Units.NUMERATOR_PER_MICRO);
        if (!linesNumerator.equals(shared)) {
            throw SettlementHalted.because(
                    "LINES_NOT_CONSERVED",
                    "period " + period + ", token " + token + ": the account lines sum to " + linesNumerator
                            + " (10^-24 base units), the revenue of " + revenueMicro + " micro units is " + shared
                            + "; they differ by " + linesNumerator.subtract(shared) + ".");
        }
        return new TokenTotals(
                token,
                linesNumerator,
                revenueMicro,
                feeNumerator,
                linesNumerator.subtract(feeNumerator),
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO);
    }
}
