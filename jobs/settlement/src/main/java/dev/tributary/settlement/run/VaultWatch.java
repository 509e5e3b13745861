package dev.tributary.settlement.run;

import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.OpenClaims;
import dev.tributary.settlement.ledger.StoredProof;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.VaultView;
import dev.tributary.settlement.vault.Refusal;
import dev.tributary.settlement.vault.Solvency;
import dev.tributary.settlement.vault.VaultCalls;
import dev.tributary.settlement.vault.VaultNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the node tells of the vault beside a pass, for monitoring: nothing is decided by it. A claim that fails leaves no
 * trace on the chain, so some that are open are tried out without being sent; which ones changes with every finalized
 * block.
 *
 * @param solvency by token
 * @param claimsTried number of open claims that were tried
 * @param claimsFailing of them those that would revert
 */
public record VaultWatch(
        BigInteger submitterBalanceWei,
        long challengeWindowSeconds,
        Map<String, Solvency> solvency,
        long claimsTried,
        long claimsFailing) {
    private static final Logger LOG = LoggerFactory.getLogger(VaultWatch.class);
    private static final int CLAIMS = 5;
    private static final int ADDRESS_DIGITS = 42;

    /** @throws dev.tributary.settlement.SettlementException when node or database do not answer */
    static VaultWatch look(Ledger ledger, VaultId vault, VaultNode node, String submitter) {
        VaultView finalized = node.look().finalized();
        String from = finalized.blockHash().substring(0, ADDRESS_DIGITS);
        List<StoredProof> open = ledger.read(session -> new OpenClaims(vault).from(session, from, CLAIMS));
        long tried = 0;
        long failing = 0;
        for (StoredProof claim : open) {
            Trial trial = attempt(node, submitter, claim);
            tried += trial == Trial.OUTDATED ? 0 : 1;
            failing += trial == Trial.FAILS ? 1 : 0;
        }
        return new VaultWatch(
                node.balance(submitter),
                node.challengeWindowSeconds(),
                node.solvency(finalized.blockNumber()),
                tried,
                failing);
    }

    private enum Trial {
        PAYS,
        FAILS,
        /** Claimed, or another root accepted, since the tables were written. */
        OUTDATED
    }

    private static Trial attempt(VaultNode node, String submitter, StoredProof claim) {
        try {
            node.estimateGas(submitter, VaultCalls.claim(claim.leaf(), claim.root(), claim.siblings()));
            return Trial.PAYS;
        } catch (Refusal refusal) {
            if (refusal.is("NothingToClaim") || refusal.is("StaleRoot")) {
                return Trial.OUTDATED;
            }
            LOG.warn(
                    "CLAIM_FAILING: the claim of {} in token {} under the root of epoch {} would revert: {}",
                    claim.leaf().account(),
                    claim.leaf().token(),
                    claim.epoch(),
                    refusal.getMessage());
            return Trial.FAILS;
        }
    }
}
