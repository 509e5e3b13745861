package dev.tributary.settlement.run;

import dev.tributary.chain.TransactionOutcome;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.FinalizedBlocks;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.TransactionRules;
import dev.tributary.settlement.rules.TransactionSighting;
import dev.tributary.settlement.rules.TransactionTransition;
import dev.tributary.settlement.vault.FeeRule;
import dev.tributary.settlement.vault.SignedTransaction;
import dev.tributary.settlement.vault.Signer;
import dev.tributary.settlement.vault.UnsignedTransaction;
import dev.tributary.settlement.vault.VaultNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows the one transaction in flight: looks for every hash under its nonce, sends, sends again, raises the fees. */
final class Dispatcher {
    private final Ledger ledger;
    private final VaultId vault;
    private final VaultNode node;
    private final Signer signer;
    private final FeeRule feeRule;
    private final Duration bumpAfter;
    private final InstantSource clock;
    private final StepListener steps;
    private final Outbox outbox;
    /** Hashes sent in this pass: an answer that changes nothing must not be asked for again and again. */
    private final Set<String> sent = new HashSet<>();

    Dispatcher(
            Ledger ledger,
            VaultId vault,
            VaultNode node,
            Signer signer,
            FeeRule feeRule,
            Duration bumpAfter,
            InstantSource clock,
            StepListener steps) {
        this.ledger = ledger;
        this.vault = vault;
        this.node = node;
        this.signer = signer;
        this.feeRule = feeRule;
        this.bumpAfter = bumpAfter;
        this.clock = clock;
        this.steps = steps;
        this.outbox = new Outbox(vault);
    }

    /** Does what the transaction needs now; says what was done, or nothing when it only waits. */
    Optional<String> advance(Lease lease, OutboundTransaction transaction, Situation situation) {
        steps.reached(Step.RECEIPTS_WANTED);
        Optional<TransactionOutcome> outcome = outcome(transaction);
        TransactionSighting seen = sighting(transaction, outcome, situation);
        steps.reached(Step.RECEIPTS_SEEN);
        TransactionTransition transition = TransactionRules.next(transaction.state(), seen);
        if (transition.next() != transaction.state()) {
            move(lease, transaction, transition, outcome.orElse(null));
            return Optional.of(describe(transaction) + " is " + transition.next());
        }
        return switch (transition.action()) {
            case WAIT -> Optional.empty();
            case SEND -> send(lease, transaction);
            case BUMP -> Optional.of(bump(lease, transaction));
        };
    }

    /** What is wrong with waiting for it, for people. */
    Optional<String> notice(OutboundTransaction transaction) {
        boolean atCap = overdue(transaction)
                && feeRule.bumped(transaction.newestAttempt().fees(), node.feeQuote())
                        .isEmpty();
        return atCap
                ? Optional.of(Problem.FEE_CAP_REACHED + ": " + describe(transaction) + " offers "
                        + transaction.newestAttempt().fees().maxFeePerGas()
                        + " wei per gas and is not mined; more is over `fee.max-per-gas-wei`. Raise the cap, or wait.")
                : Optional.empty();
    }

    private Optional<TransactionOutcome> outcome(OutboundTransaction transaction) {
        List<Attempt> attempts = transaction.attempts();
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Optional<TransactionOutcome> outcome = node.outcome(attempts.get(i).hash());
            if (outcome.isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    private TransactionSighting sighting(
            OutboundTransaction transaction, Optional<TransactionOutcome> outcome, Situation situation) {
        long finalized = situation.chain().finalized().blockNumber();
        if (outcome.isPresent()) {
            boolean isFinal = outcome.get().blockNumber() <= finalized;
            if (outcome.get().succeeded()) {
                return isFinal ? TransactionSighting.SUCCEEDED_FINAL : TransactionSighting.SUCCEEDED;
            }
            return isFinal ? TransactionSighting.REVERTED_FINAL : TransactionSighting.REVERTED;
        }
        if (node.usedNonces(transaction.sender(), finalized) > transaction.nonce()) {
            return TransactionSighting.NONCE_USED_FINAL;
        }
        if (node.usedNoncesAtLatest(transaction.sender()) > transaction.nonce()) {
            return TransactionSighting.NONCE_USED;
        }
        if (overdue(transaction)) {
            boolean bumpable = feeRule.bumped(transaction.newestAttempt().fees(), node.feeQuote())
                    .isPresent();
            return bumpable ? TransactionSighting.OVERDUE : TransactionSighting.OVERDUE_AT_CAP;
        }
        return node.knows(transaction.newestAttempt().hash())
                ? TransactionSighting.PENDING
                : TransactionSighting.UNKNOWN;
    }

    /** Only an attempt that was sent can be late; a run that ended before it noted the answer may have sent it. */
    private boolean overdue(OutboundTransaction transaction) {
        Attempt newest = transaction.newestAttempt();
        return !clock.instant().isBefore(newest.signedAt().plus(bumpAfter))
                && (newest.sends() > 0 || node.knows(newest.hash()));
    }

    private void move(
            Lease lease,
            OutboundTransaction transaction,
            TransactionTransition transition,
            @Nullable TransactionOutcome outcome) {
        FinalizedBlocks.@Nullable Block block =
                outcome == null ? null : new FinalizedBlocks.Block(outcome.blockNumber(), outcome.blockHash());
        steps.reached(Step.TRANSACTION_MOVING);
        ledger.write(lease, session -> {
            outbox.move(session, transaction, transition.next(), block);
        });
        steps.reached(Step.TRANSACTION_MOVED);
    }

    private Optional<String> send(Lease lease, OutboundTransaction transaction) {
        Attempt attempt = transaction.newestAttempt();
        if (!sent.add(attempt.hash())) {
            return Optional.empty();
        }
        steps.reached(Step.SEND_WANTED);
        // A runner that slept since it looked finds out here that another one took over.
        ledger.write(lease, session -> {});
        String answer = sendOrExplain(attempt);
        steps.reached(Step.SENT);
        ledger.write(lease, session -> {
            outbox.answered(session, transaction, answer);
        });
        steps.reached(Step.ANSWER_STORED);
        return Optional.of(describe(transaction) + " was sent, " + answer);
    }

    /** No answer is an unknown outcome, not a failure: the next look shows what became of it. */
    private String sendOrExplain(Attempt attempt) {
        try {
            return node.send(attempt.raw());
        } catch (SettlementException e) {
            return "no answer: " + e.getMessage();
        }
    }

    private String bump(Lease lease, OutboundTransaction transaction) {
        Attempt last = transaction.newestAttempt();
        Attempt.Fees fees = feeRule.bumped(last.fees(), node.feeQuote()).orElse(last.fees());
        SignedTransaction signed = signer.sign(new UnsignedTransaction(
                vault.chainId(),
                transaction.nonce(),
                vault.address(),
                transaction.callData(),
                transaction.gasLimit(),
                fees));
        steps.reached(Step.BUMP_SIGNED);
        Attempt next = new Attempt(last.number() + 1, signed.hash(), signed.raw(), fees, clock.instant(), 0);
        ledger.write(lease, session -> {
            outbox.storeAttempt(session, transaction, next);
        });
        steps.reached(Step.BUMP_STORED);
        return describe(transaction) + " offers " + fees.maxFeePerGas() + " wei per gas now";
    }

    private static String describe(OutboundTransaction transaction) {
        return transaction.purpose() + " of epoch " + transaction.epoch() + " with nonce " + transaction.nonce();
    }
}
