package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.OutboundTransaction.Purpose;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.Proofs;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchObservation;
import dev.tributary.settlement.rules.BatchRules;
import dev.tributary.settlement.rules.TransactionState;
import dev.tributary.settlement.vault.Refusal;
import dev.tributary.settlement.vault.SignedTransaction;
import dev.tributary.settlement.vault.Signer;
import dev.tributary.settlement.vault.UnsignedTransaction;
import dev.tributary.settlement.vault.VaultCalls;
import dev.tributary.settlement.vault.VaultNode;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;

/**
 * Signs proposals and acceptances and stores them, nonce and bytes, in the transaction that also moves the batch.
 * Sending is another matter, see {@link Dispatcher}.
 */
final class Submitter {
    /** Room for a base state that changed between the estimate and the block. */
    private static final long GAS_MARGIN_DIVISOR = 5;

    private static final int TOLERATED_REVERTS = 2;

    private final Ledger ledger;
    private final VaultId vault;
    private final VaultNode node;
    private final Signer signer;
    private final Offers offers;
    private final InstantSource clock;
    private final StepListener steps;
    private final Batches batches;
    private final Outbox outbox;
    private final Proofs proofs;

    Submitter(
            Ledger ledger,
            VaultId vault,
            VaultNode node,
            Signer signer,
            Offers offers,
            InstantSource clock,
            StepListener steps) {
        this.ledger = ledger;
        this.vault = vault;
        this.node = node;
        this.signer = signer;
        this.offers = offers;
        this.clock = clock;
        this.steps = steps;
        this.batches = new Batches(vault);
        this.outbox = new Outbox(vault);
        this.proofs = new Proofs(vault);
    }

    void propose(Lease lease, Batch batch, Situation situation) throws Refusal {
        SortedMap<String, BigInteger> totals = ledger.read(session -> proofs.totals(session, batch.epoch()));
        String callData = VaultCalls.propose(
                batch.epoch(),
                proved(batch, batch.previousRoot()),
                proved(batch, batch.root()),
                totals,
                proved(batch, batch.manifestHash()));
        OutboundTransaction transaction = signed(Purpose.PROPOSE, batch, callData, situation);
        steps.reached(Step.PROPOSAL_SIGNED);
        ledger.write(lease, session -> {
            outbox.store(session, lease, transaction);
            steps.reached(Step.PROPOSAL_STORING);
            batches.move(
                    session,
                    lease,
                    batch,
                    BatchRules.next(batch.state(), BatchObservation.PROPOSAL_STORED)
                            .next(),
                    "signed with nonce " + transaction.nonce() + " as "
                            + transaction.newestAttempt().hash());
        });
        steps.reached(Step.PROPOSAL_STORED);
    }

    void accept(Lease lease, Batch batch, Situation situation) throws Refusal {
        OutboundTransaction transaction = signed(Purpose.ACCEPT, batch, VaultCalls.accept(batch.epoch()), situation);
        steps.reached(Step.ACCEPTANCE_SIGNED);
        ledger.write(lease, session -> {
            outbox.store(session, lease, transaction);
            steps.reached(Step.ACCEPTANCE_STORING);
        });
        steps.reached(Step.ACCEPTANCE_STORED);
    }

    private OutboundTransaction signed(Purpose purpose, Batch batch, String callData, Situation situation)
            throws Refusal {
        requireFewReverts(purpose, batch, situation);
        long gas = node.estimateGas(signer.address(), callData);
        long gasLimit = gas + gas / GAS_MARGIN_DIVISOR;
        steps.reached(Step.CALL_TRIED);
        long nonce =
                node.usedNonces(signer.address(), situation.chain().finalized().blockNumber());
        Attempt.Fees fees = offers.first(signer.address(), gasLimit);
        steps.reached(Step.NONCE_CHOSEN);
        SignedTransaction signed =
                signer.sign(new UnsignedTransaction(vault.chainId(), nonce, vault.address(), callData, gasLimit, fees));
        Attempt attempt = Attempt.unsent(1, signed.hash(), signed.raw(), fees, clock.instant());
        return new OutboundTransaction(
                signer.address(),
                nonce,
                purpose,
                batch.epoch(),
                batch.revision(),
                callData,
                gasLimit,
                TransactionState.OPEN,
                List.of(attempt));
    }

    /** A call that passes on trial and fails in a block, again and again, burns money for a reason we do not know. */
    private static void requireFewReverts(Purpose purpose, Batch batch, Situation situation) {
        long reverts = situation.transactions().stream()
                .filter(transaction -> transaction.purpose() == purpose
                        && transaction.epoch() == batch.epoch()
                        && transaction.revision() == batch.revision()
                        && transaction.state() == TransactionState.REVERTED)
                .count();
        if (reverts > TOLERATED_REVERTS) {
            throw new SettlementException(
                    Problem.REPEATED_REVERT,
                    "The vault reverted " + reverts + " transactions to " + purpose + " epoch " + batch.epoch()
                            + " that had passed on trial. Look at them (`tributary status`) before resuming.");
        }
    }

    private static String proved(Batch batch, @org.jspecify.annotations.Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("epoch " + batch.epoch() + " was not proved");
        }
        return value;
    }
}
