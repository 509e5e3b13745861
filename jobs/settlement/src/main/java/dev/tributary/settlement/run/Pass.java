package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Postings;
import dev.tributary.settlement.ledger.Proofs;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchAction;
import dev.tributary.settlement.rules.BatchObservation;
import dev.tributary.settlement.rules.BatchObserver;
import dev.tributary.settlement.rules.BatchRules;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.BatchTransition;
import dev.tributary.settlement.vault.Refusal;
import dev.tributary.settlement.vault.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks, does the one thing that follows, and looks again, until nothing follows any more. Nothing is carried from one
 * look to the next, so a pass can end anywhere and the next one goes on.
 */
final class Pass {
    private final Ledger ledger;
    private final Lease lease;
    private final Lookout lookout;
    private final Surroundings surroundings;
    private final Prover prover;
    private final Submitter submitter;
    private final Dispatcher dispatcher;
    private final StepListener steps;
    private final Batches batches;
    private final Proofs proofs;
    private final Postings postings;
    private final List<String> changes = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();

    Pass(
            Ledger ledger,
            VaultId vault,
            Lease lease,
            Lookout lookout,
            Surroundings surroundings,
            Prover prover,
            Submitter submitter,
            Dispatcher dispatcher,
            StepListener steps) {
        this.ledger = ledger;
        this.lease = lease;
        this.lookout = lookout;
        this.surroundings = surroundings;
        this.prover = prover;
        this.submitter = submitter;
        this.dispatcher = dispatcher;
        this.steps = steps;
        this.batches = new Batches(vault);
        this.proofs = new Proofs(vault);
        this.postings = new Postings(vault);
    }

    PassReport run() {
        Situation situation = look();
        Optional<String> change = advance(situation);
        while (change.isPresent()) {
            changes.add(change.get());
            holds.clear();
            situation = look();
            change = advance(situation);
        }
        situation.inFlight().flatMap(dispatcher::obstacle).ifPresent(this::hold);
        return new PassReport(List.copyOf(changes), notices(situation), List.copyOf(holds), situation.batches());
    }

    private Situation look() {
        try {
            Situation situation = lookout.look(lease);
            requireNoneHalted(situation);
            return situation;
        } catch (SettlementException e) {
            if (e.problem() == Problem.REORG_PAST_FINALITY) {
                ledger.read(batches::open).stream()
                        .filter(batch -> batch.state() != BatchState.HALTED)
                        .reduce((older, newer) -> newer)
                        .ifPresent(newest -> halt(newest, e));
            }
            throw e;
        }
    }

    private static void requireNoneHalted(Situation situation) {
        situation.batches().stream()
                .filter(batch -> batch.state() == BatchState.HALTED)
                .findFirst()
                .ifPresent(batch -> {
                    throw new SettlementException(
                            Problem.HALTED,
                            "Epoch " + batch.epoch() + " is halted since it was " + batch.haltedFrom() + ". "
                                    + batch.haltCode() + ": " + batch.haltMessage() + " Then run `tributary resume "
                                    + batch.epoch() + " --reason TEXT`.");
                });
    }

    private Optional<String> advance(Situation situation) {
        try {
            return advanceOne(situation);
        } catch (Unsigned end) {
            // A rehearsal goes as far as the signature.
            changes.add(String.valueOf(end.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<String> advanceOne(Situation situation) {
        Optional<String> sent =
                situation.inFlight().flatMap(transaction -> dispatcher.advance(lease, transaction, situation));
        if (sent.isPresent()) {
            return sent;
        }
        for (Batch batch : situation.batches()) {
            Optional<String> change = advance(batch, situation);
            if (change.isPresent()) {
                return change;
            }
        }
        return Optional.empty();
    }

    private Optional<String> advance(Batch batch, Situation situation) {
        BatchObservation seen = observe(batch, situation);
        BatchTransition transition = BatchRules.next(batch.state(), seen);
        if (transition.action() == BatchAction.HALT) {
            throw halted(batch, contradiction(batch, seen, situation));
        }
        if (transition.next() != batch.state()) {
            move(batch, transition.next(), reason(batch, seen, situation));
            return Optional.of("epoch " + batch.epoch() + " is " + transition.next());
        }
        try {
            return act(transition.action(), batch, situation);
        } catch (SettlementException e) {
            // Tables that are being rebuilt are behind the chain for a while: no fault of the batch.
            if (e.problem().kind() == Problem.Kind.HALT && e.problem() != Problem.CHAIN_AHEAD) {
                throw halted(batch, e);
            }
            if (e.problem().kind() == Problem.Kind.HOLD) {
                hold(e);
                return Optional.empty();
            }
            throw e;
        }
    }

    private void hold(SettlementException why) {
        holds.add(new Hold(why.problem(), String.valueOf(why.getMessage())));
    }

    private Optional<String> act(BatchAction action, Batch batch, Situation situation) {
        switch (action) {
            case WAIT, HALT -> {
                return Optional.empty();
            }
            case PROVE -> {
                prover.prove(lease, batch, situation.chain().finalized());
                return Optional.of("epoch " + batch.epoch() + " is proved");
            }
            case SIGN_PROPOSAL, SIGN_ACCEPTANCE -> {
                return sign(action, batch, situation);
            }
        }
        throw new AssertionError(action);
    }

    /** A refusal on trial halts only if it still makes no sense after another look: others act on the vault too. */
    private Optional<String> sign(BatchAction action, Batch batch, Situation situation) {
        try {
            steps.reached(Step.SIGNING_WANTED);
            if (action == BatchAction.SIGN_PROPOSAL) {
                prover.recheck(batch, situation.chain().finalized());
                steps.reached(Step.SIGNING_GATE_PASSED);
                submitter.propose(lease, batch, situation);
                return Optional.of("epoch " + batch.epoch() + " is signed");
            }
            submitter.accept(lease, batch, situation);
            return Optional.of("the acceptance of epoch " + batch.epoch() + " is signed");
        } catch (Refusal refusal) {
            Situation again = look();
            if (observe(batch, again) != observe(batch, situation)) {
                return Optional.of("epoch " + batch.epoch() + " changed on chain meanwhile");
            }
            throw new SettlementException(
                    Problem.CALL_REFUSED,
                    "The vault would refuse to " + (action == BatchAction.SIGN_PROPOSAL ? "propose" : "accept")
                            + " epoch " + batch.epoch() + ": " + refusal.getMessage()
                            + ". Check the submitter's role and the vault, then resume.",
                    refusal);
        }
    }

    private BatchObservation observe(Batch batch, Situation situation) {
        return BatchObserver.observe(batch, situation.chain(), surroundings.of(batch, situation));
    }

    private void move(Batch batch, BatchState next, String reason) {
        steps.reached(Step.BATCH_MOVING);
        ledger.write(lease, session -> {
            batches.move(session, lease, batch, next, reason);
            if (next == BatchState.FINAL) {
                proofs.prune(session, batch.epoch());
                postings.postEpoch(session, batch.epoch());
            }
        });
        steps.reached(Step.BATCH_MOVED);
    }

    private SettlementException halted(Batch batch, SettlementException why) {
        halt(batch, why);
        return why;
    }

    private void halt(Batch batch, SettlementException why) {
        ledger.write(lease, session -> {
            batches.halt(session, lease, batch, why.problem().name(), String.valueOf(why.getMessage()));
        });
        steps.reached(Step.HALT_STORED);
    }

    private static String reason(Batch batch, BatchObservation seen, Situation situation) {
        return "observed " + seen + " at block " + situation.chain().latest().blockNumber() + ", finalized "
                + situation.chain().finalized().blockNumber() + ", root " + batch.root();
    }

    private static SettlementException contradiction(Batch batch, BatchObservation seen, Situation situation) {
        Problem problem =
                seen == BatchObservation.CONTRADICTED ? Problem.ROOT_CONTRADICTED : Problem.IMPOSSIBLE_OBSERVATION;
        return new SettlementException(
                problem,
                "Epoch " + batch.epoch() + " is " + batch.state() + " with root " + batch.root() + ", but the vault is "
                        + situation.chain().finalized()
                        + ". Nothing more is sent; have the guardian revoke what is not ours, and compare the chain"
                        + " with the tables.");
    }

    private List<String> notices(Situation situation) {
        List<String> notices = new ArrayList<>();
        situation.batches().stream()
                .filter(batch -> batch.state() == BatchState.REVOKED)
                .forEach(batch -> notices.add("Epoch " + batch.epoch()
                        + " was revoked by the guardian. When its root is known to be right, run `tributary resume "
                        + batch.epoch() + " --reason TEXT`; when it was wrong, `tributary revise`."));
        if (situation.keyUsedElsewhere()) {
            notices.add("The submitter's account has another transaction under way, of another vault or sent by other"
                    + " means. Nothing is signed before it is final.");
        }
        if (situation.chain().latest().paused()) {
            notices.add("The vault is paused; nothing is proposed or accepted.");
        }
        return notices;
    }
}
