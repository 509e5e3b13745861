package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/**
 * What one model brought in and the platform's part of it: the other side of the credits of a period.
 *
 * @param revenueMicro charges funded, in 10^-6 base units
 * @param feeNumerator the treasury's part, in 10^-24 base units
 */
public record SharedRevenue(long period, String token, BigInteger revenueMicro, BigInteger feeNumerator) {}
