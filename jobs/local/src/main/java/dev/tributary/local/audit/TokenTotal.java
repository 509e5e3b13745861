package dev.tributary.local.audit;

import java.math.BigInteger;

/**
 * What one epoch moved in one token.
 *
 * @param revenueMicro funded charges, in 10^-6 base units
 * @param feeNumerator accrued to the treasury as the platform fee, in 10^-24 base units
 * @param royaltiesNumerator accrued to models' accounts, in 10^-24 base units
 */
public record TokenTotal(
        String token, BigInteger revenueMicro, BigInteger feeNumerator, BigInteger royaltiesNumerator) {
    TokenTotal plus(TokenTotal other) {
        return new TokenTotal(
                token,
                revenueMicro.add(other.revenueMicro),
                feeNumerator.add(other.feeNumerator),
                royaltiesNumerator.add(other.royaltiesNumerator));
    }
}
