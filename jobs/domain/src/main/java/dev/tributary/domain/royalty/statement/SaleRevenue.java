package dev.tributary.domain.royalty.statement;

import java.math.BigInteger;

/**
 * Revenue of a sold licence, already net of the platform's fee.
 *
 * @param amount base units
 * @param ordinal its place in the chain's log, which decides whose it is
 * @param transaction where it can be looked up
 */
public record SaleRevenue(
        String model, String token, BigInteger amount, long timeMillis, long ordinal, String transaction) {}
