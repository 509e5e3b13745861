package dev.tributary.domain.settlement;

import java.math.BigInteger;

/**
 * What a period moved, per token.
 *
 * @param linesNumerator sum over the batch lines
 * @param revenueMicro charges funded in the period
 * @param feeNumerator the treasury's part
 * @param royaltiesNumerator everybody else's part
 * @param unfundedMicro charges still waiting for a deposit after the period
 * @param voidMicro charges cut at a spend limit in the period
 * @param writtenOffMicro charges given up in the period
 */
public record TokenTotals(
        String token,
        BigInteger linesNumerator,
        BigInteger revenueMicro,
        BigInteger feeNumerator,
        BigInteger royaltiesNumerator,
        BigInteger unfundedMicro,
        BigInteger voidMicro,
        BigInteger writtenOffMicro) {}
