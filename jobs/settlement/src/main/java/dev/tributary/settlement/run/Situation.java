package dev.tributary.settlement.run;

import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.ChainView;
import java.util.List;
import java.util.Optional;

/**
 * All that a run knows at one moment.
 *
 * @param batches those that can still change and the newest final one, by epoch
 * @param transactions those in flight and those for batches that are not final, by sender and nonce
 * @param keyUsedElsewhere whether the submitter's account has transactions that are not final and not for this vault
 */
record Situation(
        ChainView chain, List<Batch> batches, List<OutboundTransaction> transactions, boolean keyUsedElsewhere) {
    Optional<OutboundTransaction> inFlight() {
        return transactions.stream()
                .filter(transaction -> transaction.state().inFlight())
                .findFirst();
    }

    /** The newest transaction of a purpose for this revision of a batch. */
    Optional<OutboundTransaction> newest(OutboundTransaction.Purpose purpose, Batch batch) {
        return transactions.stream()
                .filter(transaction -> transaction.purpose() == purpose
                        && transaction.epoch() == batch.epoch()
                        && transaction.revision() == batch.revision())
                .reduce((older, newer) -> newer);
    }
}
