package dev.tributary.settlement.rules;

/** The vault as of one block. */
public record VaultView(
        long blockNumber,
        String blockHash,
        long blockTimestampSeconds,
        long acceptedEpoch,
        String acceptedRoot,
        Proposal proposal,
        boolean paused) {}
