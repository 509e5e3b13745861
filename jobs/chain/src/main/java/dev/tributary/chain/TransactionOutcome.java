package dev.tributary.chain;

import java.math.BigInteger;

/**
 * What became of a transaction that is in a block.
 *
 * @param succeeded false when it was reverted; its fee is paid all the same
 */
public record TransactionOutcome(
        String transaction,
        long blockNumber,
        String blockHash,
        boolean succeeded,
        long gasUsed,
        BigInteger gasPriceWei) {}
