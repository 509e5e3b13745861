package dev.tributary.settlement.reconciliation;

import java.math.BigInteger;

/**
 * What an epoch was proved with, for one token.
 *
 * @param cumulative base units
 * @param residualNumerator 10^-24 base units
 */
public record TokenProof(String token, BigInteger cumulative, BigInteger residualNumerator) {}
