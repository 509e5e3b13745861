package dev.tributary.settlement.revision;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Batches;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.RevisedPeriods;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.SealedPeriods;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.rules.Proposal;
import dev.tributary.settlement.rules.VaultView;
import dev.tributary.settlement.vault.VaultNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Loads a replay as the new revision of batches that were not accepted. Sealed rows stay; the settlement run proves the
 * new ones from the beginning, and the gate looks at them like at any other.
 */
public final class Revision {
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final VaultId vault;
    private final VaultNode node;
    private final Batches batches;
    private final SealedPeriods periods;
    private final RevisedPeriods revised;

    public Revision(Ledger ledger, VaultId vault, VaultNode node) {
        this.ledger = ledger;
        this.vault = vault;
        this.node = node;
        this.batches = new Batches(vault);
        this.periods = new SealedPeriods(vault);
        this.revised = new RevisedPeriods(vault);
    }

    /**
     * All or nothing.
     *
     * @param from first epoch that is to change; those before it must be as they are
     * @param reason kept in the history and with the revision
     * @return the batches that have a new revision, as they are now
     * @throws SettlementException {@link Problem#REVISION_REFUSED} saying what stands against it
     */
    public List<Batch> load(ReplayFolder replay, long from, String reason, String holder) {
        node.requireChain();
        requireNotOnChain(node.look().latest(), from);
        Lease lease = Lease.acquire(ledger, vault, holder, LEASE);
        List<Long> changed = new ArrayList<>();
        try {
            ledger.write(lease, session -> {
                batches.importSealed(session);
                SortedMap<Long, Batch> known = new TreeMap<>();
                batches.all(session).forEach(batch -> known.put(batch.epoch(), batch));
                known.tailMap(from).values().forEach(Revision::requireNotSent);
                load(session, lease, replay, from, reason, known, changed);
            });
            return ledger.read(batches::all).stream()
                    .filter(batch -> changed.contains(batch.epoch()))
                    .toList();
        } finally {
            lease.release(ledger);
        }
    }

    private void load(
            Session session,
            Lease lease,
            ReplayFolder replay,
            long from,
            String reason,
            SortedMap<Long, Batch> known,
            List<Long> changed) {
        SortedMap<Long, Batch> missing = new TreeMap<>(known);
        replay.read(epoch -> {
            Batch batch = missing.remove(epoch.header().epoch());
            // The job has not sealed it yet, or never will: then its own lines are the right ones.
            if (batch == null) {
                return;
            }
            try {
                if (take(session, lease, epoch, batch, from, reason)) {
                    changed.add(batch.epoch());
                }
            } catch (SQLException e) {
                throw new SettlementException(
                        Problem.DATABASE_UNAVAILABLE, "The revision was not stored: " + e.getMessage() + ".", e);
            }
        });
        if (!missing.isEmpty()) {
            throw refused(
                    "the replay has no epoch " + missing.firstKey() + ", which is sealed here",
                    "Replay the logs to their end");
        }
        if (changed.isEmpty()) {
            throw refused(
                    "the replay gives what is settled here from epoch " + from + " on",
                    "If the root was right, `tributary resume` proposes it again");
        }
    }

    /** Whether the epoch has a new revision now. */
    private boolean take(Session session, Lease lease, ReplayedEpoch epoch, Batch batch, long from, String reason)
            throws SQLException {
        BatchHeader header = epoch.header();
        SealedPeriod settled = periods.period(session, batch.epoch())
                .orElseThrow(
                        () -> refused("epoch " + batch.epoch() + " has no sealed period", "Restore sealed_period"));
        boolean same = settled.header().equals(header.toCanonicalJson());
        if (batch.epoch() < from) {
            if (!same) {
                throw refused(
                        "the replay gives another epoch " + batch.epoch() + " than the one that is settled here: "
                                + header.toCanonicalJson() + " instead of " + settled.header(),
                        "Begin with the first epoch that differs, or replay the logs of this vault with its settings");
            }
            return false;
        }
        requireSamePeriod(header, settled);
        if (same) {
            // Its totals stand on those before it.
            if (batch.state() != BatchState.SEALED) {
                batches.revise(session, lease, batch, batch.revision(), "to be proved again: " + reason);
            }
            return false;
        }
        requireSamePositions(session, epoch, settled);
        int revision = batch.revision() + 1;
        revised.store(session, header, epoch.lines(), revision, reason);
        batches.revise(session, lease, batch, revision, "revised: " + reason);
        return true;
    }

    private static void requireSamePeriod(BatchHeader header, SealedPeriod settled) {
        if (header.periodStartMillis() != settled.start().toEpochMilli()
                || header.periodEndMillis() != settled.end().toEpochMilli()) {
            throw refused(
                    "epoch " + header.epoch() + " is the period from " + settled.start() + " to " + settled.end()
                            + " here, and another one in the replay",
                    "Replay with `settlement.period` of this vault; epochs keep their periods for ever");
        }
        if (!RecomputedBatches.isComplete(header)) {
            throw refused(
                    "the replay's logs do not reach the end of epoch " + header.epoch(),
                    "Export them again, to behind " + settled.end());
        }
    }

    /** Lines alone are revised. The books follow from the job's positions too, which only a job can write again. */
    private void requireSamePositions(Session session, ReplayedEpoch epoch, SealedPeriod settled) throws SQLException {
        Optional<String> difference =
                Positions.after(session, vault, settled.start()).difference(epoch.positions());
        if (difference.isPresent()) {
            throw refused(
                    "after epoch " + settled.epoch() + " " + difference.get()
                            + ", and a revision replaces lines, not positions",
                    "Let the mended RoyaltyJob fill an empty database from the beginning of the logs, and settle from"
                            + " that one; epochs keep their numbers");
        }
    }

    /** The contract first: it decides what is accepted. */
    private static void requireNotOnChain(VaultView latest, long from) {
        if (latest.acceptedEpoch() >= from) {
            throw refused(
                    "the vault accepted epoch " + latest.acceptedEpoch() + ", and what is accepted is never revised",
                    "Begin with --from " + (latest.acceptedEpoch() + 1)
                            + "; what was paid wrongly before is set right by a later epoch");
        }
        Proposal pending = latest.proposal();
        if (pending.pending() && pending.epoch() >= from) {
            throw refused(
                    "epoch " + pending.epoch() + " is proposed and can still be accepted",
                    "Have the guardian revoke it first");
        }
    }

    private static void requireNotSent(Batch batch) {
        BatchState state = batch.haltedFrom() == null ? batch.state() : batch.haltedFrom();
        switch (state) {
            case SEALED, PROVED, REVOKED -> {}
            case SIGNED, PROPOSED, ACCEPTED, FINAL, HALTED ->
                throw refused(
                        "epoch " + batch.epoch() + " is " + batch.state()
                                + (batch.haltedFrom() == null ? "" : " since it was " + batch.haltedFrom()),
                        "Only what is not on its way is revised: have the guardian revoke it, and run"
                                + " `tributary settle` until it is REVOKED here");
        }
    }

    private static SettlementException refused(String why, String what) {
        return new SettlementException(Problem.REVISION_REFUSED, "Nothing was revised: " + why + ". " + what + ".");
    }
}
