package dev.tributary.pipelines.royalties;

import java.math.BigInteger;

/**
 * What is held for all freezes of a model in one token after a close: one row of table {@code suspense}.
 *
 * @param numerator in 10^-24 base units
 */
public record SuspensePosition(long period, String token, String model, BigInteger numerator) {}
