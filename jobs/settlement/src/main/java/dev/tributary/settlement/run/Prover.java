package dev.tributary.settlement.run;

import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AcceptedRoots;
import dev.tributary.settlement.ledger.AccountTotals;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Proofs;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.proving.Draft;
import dev.tributary.settlement.proving.Drafts;
import dev.tributary.settlement.proving.Gate;
import dev.tributary.settlement.proving.Publication;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchObservation;
import dev.tributary.settlement.rules.BatchRules;
import dev.tributary.settlement.rules.VaultView;
import dev.tributary.settlement.vault.Funds;
import dev.tributary.settlement.vault.VaultNode;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
    private final AcceptedRoots accepted;
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
        this.accepted = new AcceptedRoots(vault);
        this.proofs = new Proofs(vault);
    }

    /** @throws SettlementException with the rule of the gate that does not hold; nothing is stored then */
    void prove(Lease lease, Batch batch, VaultView finalized) {
        Gate gate = gate(batch.epoch(), finalized);
        ledger.write(lease, session -> {
            String previousRoot = previousRoot(session, batch.epoch(), finalized);
            totals.add(session, batch.epoch());
            steps.reached(Step.TOTALS_ADDED);
            Draft draft = drafts.of(session, batch.epoch(), previousRoot);
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
                    "proved root " + draft.manifest().root() + " on top of " + previousRoot);
        });
        steps.reached(Step.BATCH_PROVED);
    }

    /** Recomputes all of it from the tables and the published file, and compares it with what was proved. */
    void recheck(Batch batch, VaultView finalized) {
        Gate gate = gate(batch.epoch(), finalized);
        Draft draft = ledger.read(session -> drafts.of(session, batch.epoch(), finalized.acceptedRoot()));
        gate.check(draft);
        SortedMap<String, BigInteger> totals = ledger.read(session -> proofs.totals(session, batch.epoch()));
        Gate.checkUnchanged(draft, batch.root(), batch.manifestHash(), totals);
    }

    /**
     * What an epoch stands on: the root that is accepted now, and for one that the vault has accepted already, as when the
     * tables are rebuilt, the root that was accepted before it. So its manifest is the one that was published.
     */
    private String previousRoot(Session session, long epoch, VaultView finalized) throws SQLException {
        if (epoch > finalized.acceptedEpoch()) {
            return finalized.acceptedRoot();
        }
        if (accepted.of(session, finalized.acceptedEpoch()).isEmpty()) {
            throw new SettlementException(
                    Problem.CHAIN_AHEAD,
                    "The vault accepted epoch " + finalized.acceptedEpoch() + ", of which chain_event does not tell."
                            + " If the database is being rebuilt, wait for RoyaltyJob; if not, restore chain_event.");
        }
        return accepted.before(session, epoch).orElse(MerkleTree.EMPTY_ROOT);
    }

    private Gate gate(long epoch, VaultView finalized) {
        Map<String, Funds> funds = new TreeMap<>(node.funds(finalized.blockNumber()));
        if (epoch <= finalized.acceptedEpoch()) {
            // What is accepted now may be of a later epoch and promise more; it is no floor for this one.
            funds.replaceAll((token, held) -> new Funds(held.received(), BigInteger.ZERO));
        }
        return new Gate(vault, funds, publication);
    }
}
