package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/**
 * The part of a charge that is covered.
 *
 * @param period in which it is covered and accrues; its minute still decides fee, lineage and splits
 * @param micro the part covered, in 10^-6 base units
 */
public record FundedCharge(Charge charge, long period, BigInteger micro) {}
