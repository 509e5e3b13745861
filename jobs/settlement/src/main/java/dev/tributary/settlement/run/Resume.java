package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchRules;
import dev.tributary.settlement.rules.BatchState;
import java.time.Duration;

/** An operator's word on a halted or revoked batch. */
public final class Resume {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private Resume() {}

    /**
     * Lets a batch go on: proved again if nothing of it was sent or the guardian revoked it.
     *
     * @param reason kept in the history
     * @return the state it goes on from
     */
    public static BatchState resume(Ledger ledger, VaultId vault, long epoch, String holder, String reason) {
        Batches batches = new Batches(vault);
        Lease lease = Lease.acquire(ledger, vault, holder, LEASE);
        try {
            Batch batch = ledger.read(batches::open).stream()
                    .filter(open -> open.epoch() == epoch)
                    .findFirst()
                    .orElseThrow(() -> notStopped(epoch, "not among the open epochs"));
            BatchState next = next(batch);
            ledger.write(lease, session -> batches.move(session, lease, batch, next, "resumed: " + reason));
            return next;
        } finally {
            lease.release(ledger);
        }
    }

    private static BatchState next(Batch batch) {
        BatchState from = batch.state() == BatchState.HALTED ? batch.haltedFrom() : batch.state();
        if (from == null || (batch.state() != BatchState.HALTED && batch.state() != BatchState.REVOKED)) {
            throw notStopped(batch.epoch(), batch.state().name());
        }
        return BatchRules.resumed(from);
    }

    private static SettlementException notStopped(long epoch, String state) {
        return new SettlementException(
                Problem.NOT_APPLICABLE,
                "Epoch " + epoch + " is " + state
                        + "; only a HALTED or REVOKED one is resumed. See `tributary status`.");
    }
}
