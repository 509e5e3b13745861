package dev.tributary.settlement.run;

import dev.tributary.chain.TransactionOutcome;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.OutboundTransaction;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.SendAnswer;
import dev.tributary.settlement.rules.SendVerdict;
import dev.tributary.settlement.rules.TransactionRules;
import dev.tributary.settlement.rules.TransactionSighting;
import dev.tributary.settlement.rules.TransactionState;
import dev.tributary.settlement.rules.TransactionTransition;
import dev.tributary.settlement.vault.SignedTransaction;
import dev.tributary.settlement.vault.Signer;
import dev.tributary.settlement.vault.UnsignedTransaction;
import dev.tributary.settlement.vault.VaultNode;
import java.time.Duration;
import java.time.Instant;
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
    private final Offers offers;
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
            Offers offers,
            Duration bumpAfter,
            InstantSource clock,
            StepListener steps) {
        this.ledger = ledger;
        this.vault = vault;
        this.node = node;
        this.signer = signer;
        this.offers = offers;
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
            move(lease, transaction, transition, outcome.orElse(null), reason(seen, situation));
            return Optional.of(transaction.describe() + " is " + transition.next());
        }
        return switch (transition.action()) {
            case WAIT -> Optional.empty();
            case SEND -> send(lease, transaction);
            case BUMP -> bump(lease, transaction);
        };
    }

    /** What keeps a transaction from being mined that is not for the network to mend. */
    Optional<SettlementException> obstacle(OutboundTransaction transaction) {
        if (transaction.state() != TransactionState.OPEN) {
            return Optional.empty();
        }
        SendAnswer answer = transaction.newestAttempt().lastAnswer();
        if (answer != null && !node.knows(transaction.newestAttempt().hash())) {
            if (answer.verdict() == SendVerdict.UNFUNDED || offers.isUnfunded(transaction)) {
                return Optional.of(offers.unfunded(transaction));
            }
            // A nonce that is used already only waits for the block of its use to be final.
            if (answer.verdict() == SendVerdict.REFUSED
                    && isPast(transaction.newestAttempt().signedAt())
                    && node.usedNoncesAtLatest(transaction.sender()) <= transaction.nonce()) {
                return Optional.of(refused(transaction, answer));
            }
        }
        return overdue(transaction) && offers.bumped(transaction).isEmpty()
                ? Optional.of(offers.atLimit(transaction))
                : Optional.empty();
    }

    private static SettlementException refused(OutboundTransaction transaction, SendAnswer answer) {
        return new SettlementException(
                Problem.SEND_REFUSED,
                "The node does not take " + transaction.describe() + ", and a higher fee would not help: "
                        + answer.words() + ". Look the node's words up, or use another node (`chain.rpc-url`). The same"
                        + " bytes are sent again by every run, nothing else is signed.");
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
            return offers.bumped(transaction).isPresent()
                    ? TransactionSighting.OVERDUE
                    : TransactionSighting.OVERDUE_AT_CAP;
        }
        return node.knows(transaction.newestAttempt().hash())
                ? TransactionSighting.PENDING
                : TransactionSighting.UNKNOWN;
    }

    /**
     * Only an attempt that a node may have, or refuses for its fee, can be late: for one refused for another reason a raise
     * only asks the account for more. A run that ended before it noted the answer may have sent it.
     */
    private boolean overdue(OutboundTransaction transaction) {
        Attempt newest = transaction.newestAttempt();
        Instant since = newest.waitingSince();
        return since == null ? isPast(newest.signedAt()) && node.knows(newest.hash()) : isPast(since);
    }

    private boolean isPast(Instant since) {
        return !clock.instant().isBefore(since.plus(bumpAfter));
    }

    private void move(
            Lease lease,
            OutboundTransaction transaction,
            TransactionTransition transition,
            @Nullable TransactionOutcome outcome,
            String reason) {
        steps.reached(Step.TRANSACTION_MOVING);
        ledger.write(lease, session -> {
            outbox.move(session, lease, transaction, transition.next(), outcome, clock.instant(), reason);
        });
        steps.reached(Step.TRANSACTION_MOVED);
    }

    private static String reason(TransactionSighting seen, Situation situation) {
        return "observed " + seen + " at block " + situation.chain().latest().blockNumber() + ", finalized "
                + situation.chain().finalized().blockNumber();
    }

    private Optional<String> send(Lease lease, OutboundTransaction transaction) {
        Attempt attempt = transaction.newestAttempt();
        if (!sent.add(attempt.hash())) {
            return Optional.empty();
        }
        steps.reached(Step.SEND_WANTED);
        // A runner that slept since it looked finds out here that another one took over.
        ledger.write(lease, session -> {});
        SendAnswer answer = sendOrExplain(attempt);
        steps.reached(Step.SENT);
        ledger.write(lease, session -> {
            outbox.answered(session, transaction, answer, clock.instant());
        });
        steps.reached(Step.ANSWER_STORED);
        return Optional.of(transaction.describe() + " was sent: " + answer.words());
    }

    /** No answer is an unknown outcome, not a failure: the next look shows what became of it. */
    private SendAnswer sendOrExplain(Attempt attempt) {
        try {
            return node.send(attempt.raw());
        } catch (SettlementException e) {
            return SendAnswer.none(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing where a limit, or the account's balance, was met since the look; the obstacle says so. */
    private Optional<String> bump(Lease lease, OutboundTransaction transaction) {
        Attempt last = transaction.newestAttempt();
        Optional<Attempt.Fees> raised = offers.bumped(transaction);
        if (raised.isEmpty()) {
            return Optional.empty();
        }
        Attempt.Fees fees = raised.get();
        SignedTransaction signed = signer.sign(new UnsignedTransaction(
                vault.chainId(),
                transaction.nonce(),
                vault.address(),
                transaction.callData(),
                transaction.gasLimit(),
                fees));
        steps.reached(Step.BUMP_SIGNED);
        Attempt next = Attempt.unsent(last.number() + 1, signed.hash(), signed.raw(), fees, clock.instant());
        ledger.write(lease, session -> {
            outbox.storeAttempt(session, transaction, next);
        });
        steps.reached(Step.BUMP_STORED);
        return Optional.of(transaction.describe() + " offers " + fees.maxFeePerGas() + " wei per gas now");
    }
}
