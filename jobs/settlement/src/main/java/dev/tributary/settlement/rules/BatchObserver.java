package dev.tributary.settlement.rules;

/**
 * Reads what there is to know about a batch off the two views of the vault and our own tables, in the order of their
 * authority: the contract at a finalized block, the latest block, our transactions, and what else is going on.
 */
public final class BatchObserver {
    private BatchObserver() {}

    public static BatchObservation observe(Batch batch, ChainView chain, BatchSurroundings around) {
        String root = batch.root();
        if (root == null) {
            return BatchObservation.BLOCKED;
        }
        VaultView finalized = chain.finalized();
        VaultView latest = chain.latest();
        if (finalized.acceptedEpoch() >= batch.epoch()) {
            boolean another = finalized.acceptedEpoch() == batch.epoch()
                    && !finalized.acceptedRoot().equals(root);
            return another ? BatchObservation.CONTRADICTED : BatchObservation.ACCEPTED_FINAL;
        }
        if (isAnotherRoot(finalized, batch, root)) {
            return BatchObservation.CONTRADICTED;
        }
        if (latest.acceptedEpoch() >= batch.epoch()) {
            boolean another = latest.acceptedEpoch() == batch.epoch()
                    && !latest.acceptedRoot().equals(root);
            return another ? BatchObservation.UNSETTLED : BatchObservation.ACCEPTED;
        }
        if (latest.proposal().of(batch.epoch(), root)) {
            return acceptable(latest) && !around.transactionInFlight()
                    ? BatchObservation.ACCEPTABLE
                    : BatchObservation.PROPOSED;
        }
        return switch (batch.state()) {
            case SIGNED, PROPOSED, ACCEPTED -> gone(batch, root, chain, around);
            case SEALED, PROVED, FINAL, REVOKED, HALTED -> ready(batch, chain, around);
        };
    }

    private static boolean isAnotherRoot(VaultView view, Batch batch, String root) {
        return view.proposal().epoch() == batch.epoch()
                && !view.proposal().root().equals(root);
    }

    private static boolean acceptable(VaultView latest) {
        return !latest.paused()
                && latest.blockTimestampSeconds() >= latest.proposal().acceptableAtSeconds();
    }

    /** It was signed or seen on chain, and is not on chain in the latest block. */
    private static BatchObservation gone(Batch batch, String root, ChainView chain, BatchSurroundings around) {
        if (around.revokedOnChain()) {
            return BatchObservation.REVOKED;
        }
        if (chain.finalized().proposal().of(batch.epoch(), root)) {
            return BatchObservation.UNSETTLED;
        }
        TransactionState transaction = around.proposalTransaction();
        if (transaction == null) {
            return ready(batch, chain, around);
        }
        return switch (transaction) {
            case OPEN -> BatchObservation.IN_FLIGHT;
            case MINED -> BatchObservation.UNSETTLED;
            case SUCCEEDED -> BatchObservation.REVOKED;
            case REVERTED -> BatchObservation.REFUSED;
            case SUPERSEDED -> BatchObservation.NONCE_LOST;
        };
    }

    private static BatchObservation ready(Batch batch, ChainView chain, BatchSurroundings around) {
        VaultView finalized = chain.finalized();
        VaultView latest = chain.latest();
        boolean quiet = !latest.proposal().pending()
                && !finalized.proposal().pending()
                && latest.acceptedEpoch() == finalized.acceptedEpoch()
                && !latest.paused();
        if (!quiet || around.transactionInFlight() || !around.nextToPropose()) {
            return BatchObservation.BLOCKED;
        }
        return finalized.acceptedRoot().equals(batch.previousRoot())
                ? BatchObservation.CLEAR
                : BatchObservation.OUTDATED;
    }
}
