package dev.tributary.pipelines.metering;

import java.math.BigInteger;

/**
 * The part of a charge that will never be owed.
 *
 * @param micro in 10^-6 base units of the token
 */
public record RefusedAmount(String token, BigInteger micro) {}
