package dev.tributary.settlement.run;

import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.BatchSurroundings;
import dev.tributary.settlement.rules.VaultView;
import dev.tributary.settlement.vault.VaultNode;

/** Puts together what stands around a batch. */
final class Surroundings {
    private final VaultNode node;

    Surroundings(VaultNode node) {
        this.node = node;
    }

    BatchSurroundings of(Batch batch, Situation situation) {
        return new BatchSurroundings(
                situation
                        .newest(OutboundTransaction.Purpose.PROPOSE, batch)
                        .map(OutboundTransaction::state)
                        .orElse(null),
                mayBeRevoked(batch, situation) && isRevoked(batch, situation),
                situation.inFlight().isPresent() || situation.keyUsedElsewhere(),
                isNextToPropose(batch, situation));
    }

    /** Only then is the guardian's event looked for: it costs a search through blocks. */
    private static boolean mayBeRevoked(Batch batch, Situation situation) {
        boolean sent =
                switch (batch.state()) {
                    case SIGNED, PROPOSED, ACCEPTED -> true;
                    case SEALED, PROVED, FINAL, REVOKED, HALTED -> false;
                };
        VaultView finalized = situation.chain().finalized();
        return sent
                && finalized.acceptedEpoch() < batch.epoch()
                && finalized.proposal().epoch() != batch.epoch();
    }

    private boolean isRevoked(Batch batch, Situation situation) {
        long toBlock = situation.chain().finalized().blockNumber();
        return node.revocation(batch.epoch(), batch.provedAtBlock() + 1, toBlock)
                .isPresent();
    }

    /** Roots are cumulative: the newest one covers all, and one proposal at a time is enough. */
    private static boolean isNextToPropose(Batch batch, Situation situation) {
        return situation.batches().stream()
                .allMatch(other -> other.epoch() == batch.epoch()
                        || other.state() == BatchState.FINAL
                        || (other.state() == BatchState.PROVED && other.epoch() < batch.epoch()));
    }
}
