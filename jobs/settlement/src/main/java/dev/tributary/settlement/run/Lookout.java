package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.FinalizedBlocks;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.Outbox;
import dev.tributary.settlement.ledger.Postings;
import dev.tributary.settlement.ledger.SealedPeriods;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.ChainView;
import dev.tributary.settlement.rules.VaultView;
import dev.tributary.settlement.vault.VaultNode;
import java.util.Optional;

/** Looks at the chain and the tables, the chain first, and refuses a chain that cannot be the one we know. */
final class Lookout {
    private final Ledger ledger;
    private final VaultNode node;
    private final String sender;
    private final StepListener steps;
    private final Batches batches;
    private final Outbox outbox;
    private final FinalizedBlocks finalizedBlocks;
    private final SealedPeriods periods;
    private final Postings postings;

    Lookout(Ledger ledger, VaultId vault, VaultNode node, String sender, StepListener steps) {
        this.ledger = ledger;
        this.node = node;
        this.sender = sender;
        this.steps = steps;
        this.batches = new Batches(vault);
        this.outbox = new Outbox(vault);
        this.finalizedBlocks = new FinalizedBlocks(vault);
        this.periods = new SealedPeriods(vault);
        this.postings = new Postings(vault);
    }

    Situation look(Lease lease) {
        steps.reached(Step.LOOK_WANTED);
        ChainView chain = node.look();
        steps.reached(Step.CHAIN_SEEN);
        requireSameChain(chain.finalized());
        ledger.write(lease, session -> {
            batches.importSealed(session);
            postings.catchUp(session);
        });
        steps.reached(Step.PERIODS_NOTED);
        requireKnownEpochs(chain);
        ledger.write(lease, session -> {
            finalizedBlocks.remember(session, block(chain.finalized()));
        });
        steps.reached(Step.FINALITY_NOTED);
        boolean keyInUse = node.usedNoncesAtLatest(sender)
                != node.usedNonces(sender, chain.finalized().blockNumber());
        return ledger.read(session -> {
            Situation situation = new Situation(chain, batches.open(session), outbox.open(session), false);
            boolean elsewhere = outbox.busyElsewhere(session, sender)
                    || (keyInUse && situation.inFlight().isEmpty());
            return new Situation(chain, situation.batches(), situation.transactions(), elsewhere);
        });
    }

    /** A finalized block never changes and the newest one never gets older, or the node is not to be trusted. */
    private void requireSameChain(VaultView finalized) {
        Optional<FinalizedBlocks.Block> remembered = ledger.read(finalizedBlocks::newest);
        if (remembered.isEmpty()) {
            return;
        }
        FinalizedBlocks.Block known = remembered.get();
        if (finalized.blockNumber() < known.number()) {
            throw new SettlementException(
                    Problem.NODE_BEHIND,
                    "The node's finalized block is " + finalized.blockNumber() + ", but block " + known.number()
                            + " was final already. Wait until the node has caught up, or use another one.");
        }
        String hash =
                finalized.blockNumber() == known.number() ? finalized.blockHash() : node.blockHash(known.number());
        if (!hash.equals(known.hash())) {
            throw new SettlementException(
                    Problem.REORG_PAST_FINALITY,
                    "Block " + known.number() + " was final with hash " + known.hash() + " and now has hash " + hash
                            + ". Nothing is sent. Find out which chain is right before anything else.");
        }
    }

    /** An epoch on chain that we never sealed: our tables are behind, or somebody else proposes. */
    private void requireKnownEpochs(ChainView chain) {
        VaultView finalized = chain.finalized();
        long onChain = Math.max(finalized.acceptedEpoch(), finalized.proposal().epoch());
        long sealed = ledger.read(periods::newestEpoch);
        if (onChain > sealed) {
            throw new SettlementException(
                    Problem.CHAIN_AHEAD,
                    "The vault knows epoch " + onChain + ", the newest sealed one here is " + sealed
                            + ". If the database is being rebuilt, wait for RoyaltyJob; if not, somebody else holds the"
                            + " submitter's role: have the guardian revoke.");
        }
    }

    private static FinalizedBlocks.Block block(VaultView view) {
        return new FinalizedBlocks.Block(view.blockNumber(), view.blockHash());
    }
}
