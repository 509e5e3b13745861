package dev.tributary.chain;

import java.math.BigInteger;

/**
 * What inclusion costs now, in wei per gas.
 *
 * @param nextBaseFeeWei base fee of the next block; zero on chains without EIP-1559
 * @param priorityFeeWei highest median tip of the last blocks
 */
public record FeeQuote(BigInteger nextBaseFeeWei, BigInteger priorityFeeWei) {}
