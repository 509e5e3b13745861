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
 * @param saleMicro licence sales of the period, net of the fee
 * @param withdrawnMicro given back to payers in the period, through their own payables
 * @param receivedMicro deposits and sales since the beginning
 * @param balancesMicro all payers' balances after the period
 * @param suspenseNumerator all that is held for frozen models after the period
 */
public record TokenTotals(
        String token,
        BigInteger linesNumerator,
        BigInteger revenueMicro,
        BigInteger feeNumerator,
        BigInteger royaltiesNumerator,
        BigInteger unfundedMicro,
        BigInteger voidMicro,
        BigInteger writtenOffMicro,
        BigInteger saleMicro,
        BigInteger withdrawnMicro,
        BigInteger receivedMicro,
        BigInteger balancesMicro,
        BigInteger suspenseNumerator) {}
