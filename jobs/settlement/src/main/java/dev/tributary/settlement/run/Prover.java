package dev.tributary.settlement.run;

import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotals;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Proofs;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.proving.Draft;
import dev.tributary.settlement.proving.Drafts;
import dev.tributary.settlement.proving.Gate;
import dev.tributary.settlement.proving.Publication;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchObservation;
import dev.tributary.settlement.rules.BatchRules;
import dev.tributary.settlement.rules.VaultView;
import dev.tributary.settlement.vault.VaultNode;
import java.math.BigInteger;
import java.util.SortedMap;

/** Turns sealed lines into a gated proof, in one transaction, and checks it again before anything is signed. */
final class Prover {
    private final Ledger ledger;
    private final VaultId vault;
    private final VaultNode node;
    private final Publication publication;
    private final StepListener steps;
    private final Batches batches;
    private final AccountTotals totals;
    private final Drafts drafts;
    private final Proofs proofs;

    Prover(Ledger ledger, VaultId vault, VaultNode node, Publication publication, StepListener steps) {
        this.ledger = ledger;
        this.vault = vault;
        this.node = node;
        this.publication = publication;
        this.steps = steps;
        this.batches = new Batches(vault);
        this.totals = new AccountTotals(vault);
        this.drafts = new Drafts(vault);
        this.proofs = new Proofs(vault);
    }

    /** @throws SettlementException with the rule of the gate that does not hold; nothing is stored then */
    void prove(Lease lease, Batch batch, VaultView finalized) {
        Gate gate = gate(finalized);
        ledger.write(lease, session -> {
            totals.add(session, batch.epoch());
            steps.reached(Step.TOTALS_ADDED);
            Draft draft = drafts.of(session, batch.epoch(), finalized.acceptedRoot());
            steps.reached(Step.TREE_BUILT);
            publication.write(draft);
            steps.reached(Step.FILES_WRITTEN);
            gate.check(draft);
            steps.reached(Step.GATE_PASSED);
            proofs.store(session, batch.epoch(), draft.manifest(), draft.tree(), finalized.blockNumber());
            steps.reached(Step.PROOFS_STORED);
            batches.move(
                    session,
                    lease,
                    batch,
                    BatchRules.next(batch.state(), BatchObservation.PROOF_STORED)
                            .next(),
                    "proved root " + draft.manifest().root() + " on top of " + finalized.acceptedRoot());
        });
        steps.reached(Step.BATCH_PROVED);
    }

    /** Recomputes all of it from the tables and the published file, and compares it with what was proved. */
    void recheck(Batch batch, VaultView finalized) {
        Gate gate = gate(finalized);
        Draft draft = ledger.read(session -> drafts.of(session, batch.epoch(), finalized.acceptedRoot()));
        gate.check(draft);
        SortedMap<String, BigInteger> totals = ledger.read(session -> proofs.totals(session, batch.epoch()));
        Gate.checkUnchanged(draft, batch.root(), batch.manifestHash(), totals);
    }

    private Gate gate(VaultView finalized) {
        return new Gate(vault, node.funds(finalized.blockNumber()), publication);
    }
}
