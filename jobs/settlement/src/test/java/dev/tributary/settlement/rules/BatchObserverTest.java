package dev.tributary.settlement.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchObserverTest {
    private static final String ROOT = "0x01";
    private static final String OTHER = "0x02";
    private static final String BEFORE = "0x00";
    private static final Proposal NONE = new Proposal(0, BEFORE, 0);
    private static final Proposal OURS = new Proposal(5, ROOT, 1_000);
    private static final BatchSurroundings QUIET = new BatchSurroundings(null, false, false, true);

    private static VaultView view(long accepted, String root, Proposal proposal, long time, boolean paused) {
        return new VaultView(time, "0xb" + time, time, accepted, root, proposal, paused);
    }

    private static VaultView view(long accepted, String root, Proposal proposal) {
        return view(accepted, root, proposal, 900, false);
    }

    private static Batch batch(BatchState state) {
        return new Batch(5, 1, state, BEFORE, ROOT, "0xff", 1, null, null, null);
    }

    private static BatchObservation see(
            BatchState state, VaultView finalized, VaultView latest, BatchSurroundings around) {
        return BatchObserver.observe(batch(state), new ChainView(finalized, latest), around);
    }

    private static BatchSurroundings after(@Nullable TransactionState transaction) {
        return new BatchSurroundings(transaction, false, transaction != null && transaction.inFlight(), true);
    }

    private static final VaultView EMPTY = view(4, BEFORE, NONE);

    @Test
    void aFinalizedAcceptanceIsTheLastWord() {
        VaultView accepted = view(5, ROOT, NONE);
        assertThat(see(BatchState.SIGNED, accepted, EMPTY, QUIET)).isEqualTo(BatchObservation.ACCEPTED_FINAL);
        assertThat(see(BatchState.PROVED, view(6, OTHER, NONE), EMPTY, QUIET))
                .as("covered by a later epoch")
                .isEqualTo(BatchObservation.ACCEPTED_FINAL);
    }

    @Test
    void anotherRootForTheEpochContradictsOnceItIsFinal() {
        assertThat(see(BatchState.PROPOSED, view(5, OTHER, NONE), EMPTY, QUIET))
                .isEqualTo(BatchObservation.CONTRADICTED);
        assertThat(see(BatchState.PROVED, view(4, BEFORE, new Proposal(5, OTHER, 0)), EMPTY, QUIET))
                .isEqualTo(BatchObservation.CONTRADICTED);
        assertThat(see(BatchState.PROPOSED, EMPTY, view(5, OTHER, NONE), QUIET)).isEqualTo(BatchObservation.UNSETTLED);
        assertThat(see(BatchState.PROVED, EMPTY, view(4, BEFORE, new Proposal(5, OTHER, 0)), QUIET))
                .isEqualTo(BatchObservation.BLOCKED);
    }

    @Test
    void aProposalIsAcceptableAfterItsWindowWhenNothingIsInTheWay() {
        VaultView pending = view(4, BEFORE, OURS, 1_000, false);
        assertThat(see(BatchState.PROPOSED, EMPTY, pending, QUIET)).isEqualTo(BatchObservation.ACCEPTABLE);
        assertThat(see(BatchState.PROPOSED, EMPTY, view(4, BEFORE, OURS, 999, false), QUIET))
                .isEqualTo(BatchObservation.PROPOSED);
        assertThat(see(BatchState.PROPOSED, EMPTY, view(4, BEFORE, OURS, 1_000, true), QUIET))
                .isEqualTo(BatchObservation.PROPOSED);
        assertThat(see(BatchState.PROPOSED, EMPTY, pending, after(TransactionState.MINED)))
                .isEqualTo(BatchObservation.PROPOSED);
    }

    @Test
    void whatIsGoneFromTheChainIsWhereItsTransactionIs() {
        assertThat(see(BatchState.PROPOSED, EMPTY, EMPTY, after(TransactionState.OPEN)))
                .isEqualTo(BatchObservation.IN_FLIGHT);
        assertThat(see(BatchState.PROPOSED, EMPTY, EMPTY, after(TransactionState.MINED)))
                .isEqualTo(BatchObservation.UNSETTLED);
        assertThat(see(BatchState.PROPOSED, EMPTY, EMPTY, after(TransactionState.SUCCEEDED)))
                .isEqualTo(BatchObservation.REVOKED);
        assertThat(see(BatchState.SIGNED, EMPTY, EMPTY, after(TransactionState.REVERTED)))
                .isEqualTo(BatchObservation.REFUSED);
        assertThat(see(BatchState.SIGNED, EMPTY, EMPTY, after(TransactionState.SUPERSEDED)))
                .isEqualTo(BatchObservation.NONCE_LOST);
        assertThat(see(BatchState.PROPOSED, EMPTY, EMPTY, after(null))).isEqualTo(BatchObservation.CLEAR);
    }

    @Test
    void theGuardiansWordGoesBeforeWhatBecameOfOurTransaction() {
        BatchSurroundings revoked = new BatchSurroundings(TransactionState.SUPERSEDED, true, false, true);
        assertThat(see(BatchState.PROPOSED, EMPTY, EMPTY, revoked)).isEqualTo(BatchObservation.REVOKED);
        assertThat(see(BatchState.PROVED, EMPTY, EMPTY, revoked))
                .as("proved again since")
                .isEqualTo(BatchObservation.CLEAR);
    }

    @Test
    void aProposalThatOnlyTheLatestBlockLostIsNotRevokedYet() {
        assertThat(see(BatchState.PROPOSED, view(4, BEFORE, OURS), EMPTY, after(TransactionState.SUCCEEDED)))
                .isEqualTo(BatchObservation.UNSETTLED);
    }

    @Test
    void aProvedBatchWaitsForWhateverElseGoesOn() {
        assertThat(see(BatchState.PROVED, EMPTY, EMPTY, QUIET)).isEqualTo(BatchObservation.CLEAR);
        assertThat(see(BatchState.PROVED, view(4, OTHER, NONE), view(4, OTHER, NONE), QUIET))
                .isEqualTo(BatchObservation.OUTDATED);
        Proposal earlier = new Proposal(4, OTHER, 0);
        assertThat(see(BatchState.PROVED, EMPTY, view(4, BEFORE, earlier), QUIET))
                .isEqualTo(BatchObservation.BLOCKED);
        assertThat(see(BatchState.PROVED, view(3, BEFORE, NONE), EMPTY, QUIET))
                .as("an acceptance that is not final")
                .isEqualTo(BatchObservation.BLOCKED);
        assertThat(see(BatchState.PROVED, EMPTY, view(4, BEFORE, NONE, 900, true), QUIET))
                .isEqualTo(BatchObservation.BLOCKED);
        assertThat(see(BatchState.PROVED, EMPTY, EMPTY, new BatchSurroundings(null, false, true, true)))
                .isEqualTo(BatchObservation.BLOCKED);
        assertThat(see(BatchState.PROVED, EMPTY, EMPTY, new BatchSurroundings(null, false, false, false)))
                .isEqualTo(BatchObservation.BLOCKED);
    }
}
