package dev.tributary.local.demo;

import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.local.demo.LedgerView.ClaimableLeaf;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.web3j.protocol.exceptions.TransactionException;

/** Claims every leaf of the accepted tree from the vault, as anyone may: the first alone, the rest several at once. */
final class Claims {
    private static final int AT_ONCE = 20;

    private final RoyaltyVault vault;
    private final List<String> refused = new ArrayList<>();
    private final Map<String, BigInteger> paid = new LinkedHashMap<>();

    Claims(RoyaltyVault vault) {
        this.vault = vault;
    }

    void claimAll(List<ClaimableLeaf> leaves) throws Exception {
        byte[] root = vault.acceptedRoot().send();
        if (!leaves.isEmpty()) {
            claimAlone(root, leaves.get(0));
        }
        for (int from = 1; from < leaves.size(); from += AT_ONCE) {
            claimTogether(root, leaves.subList(from, Math.min(leaves.size(), from + AT_ONCE)));
        }
    }

    /** Base units that the vault says it has paid, by account. */
    Map<String, BigInteger> paid() {
        return paid;
    }

    /** Accounts whose proof the vault did not take, with its reason. */
    List<String> refused() {
        return refused;
    }

    private void claimTogether(byte[] root, List<ClaimableLeaf> leaves) throws Exception {
        List<RoyaltyVault.Claim> claims = leaves.stream()
                .map(claimable -> new RoyaltyVault.Claim(
                        claimable.leaf().account(),
                        claimable.leaf().token(),
                        claimable.leaf().cumulative(),
                        claimable.proof()))
                .toList();
        try {
            vault.claimMany(root, claims).send();
        } catch (RuntimeException | TransactionException e) {
            // All or none: one by one says which of them the vault does not take.
            for (ClaimableLeaf leaf : leaves) {
                claimAlone(root, leaf);
            }
            return;
        }
        for (ClaimableLeaf claimed : leaves) {
            note(claimed.leaf());
        }
    }

    private void claimAlone(byte[] root, ClaimableLeaf claimable) throws Exception {
        Leaf leaf = claimable.leaf();
        try {
            vault.claim(leaf.account(), leaf.token(), leaf.cumulative(), root, claimable.proof())
                    .send();
        } catch (RuntimeException | TransactionException e) {
            refused.add(leaf.account() + ": " + e.getMessage());
            return;
        }
        note(leaf);
    }

    private void note(Leaf leaf) throws Exception {
        paid.put(leaf.account(), vault.claimed(leaf.account(), leaf.token()).send());
    }
}
