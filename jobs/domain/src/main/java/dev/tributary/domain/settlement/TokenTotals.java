package dev.tributary.domain.settlement;

import java.math.BigInteger;

/**
 * What a batch says of one token that ever moved. Periods that made no batch have no totals of their own: what was void,
 * given up or sold in them is told by the next batch.
 *
 * @param linesNumerator sum over the batch lines
 * @param revenueMicro charges funded in the period
 * @param feeNumerator the treasury's part
 * @param royaltiesNumerator everybody else's part
 * @param unfundedMicro charges still waiting for a deposit after the period
 * @param voidMicro charges cut at a spend limit since the last batch
 * @param writtenOffMicro charges given up since the last batch
 * @param saleMicro licence sales since the last batch, net of the fee
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
