package dev.tributary.settlement.rules;

import org.jspecify.annotations.Nullable;

/**
 * What stands around a batch when it is looked at.
 *
 * @param proposalTransaction state of the newest transaction that proposes this revision of it; null without one
 * @param revokedOnChain whether a finalized event withdrew it since it was proved
 * @param transactionInFlight whether any transaction of ours, or unknown to us with our key, is not final
 * @param nextToPropose whether every other batch is proved before it or final
 */
public record BatchSurroundings(
        @Nullable TransactionState proposalTransaction,
        boolean revokedOnChain,
        boolean transactionInFlight,
        boolean nextToPropose) {}
