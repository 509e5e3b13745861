package dev.tributary.settlement.verification;

import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.SentCall;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.ProposalCall;
import dev.tributary.settlement.vault.VaultEvent;
import dev.tributary.settlement.vault.VaultLog;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every root that the vault was shown, up to its latest block: a proposal can be checked while its window is open.
 *
 * @param accepted roots by the epoch that they were accepted for
 * @param newest the last proposal of each epoch
 */
public record RootsOnChain(SortedMap<Long, String> accepted, SortedMap<Long, ProposedRoot> newest) {
    /** Of a vault that was shown none. */
    public static final RootsOnChain NONE = new RootsOnChain(new TreeMap<>(), new TreeMap<>());

    /** @param firstBlock of the vault's events */
    public static RootsOnChain read(EvmRpc rpc, VaultId vault, long firstBlock, VaultLog.Progress progress) {
        SortedMap<Long, String> accepted = new TreeMap<>();
        SortedMap<Long, ProposedRoot> newest = new TreeMap<>();
        long lastBlock = rpc.latestHead().number();
        for (VaultEvent event : new VaultLog(rpc, vault).read(firstBlock, lastBlock, progress)) {
            if (event.is(VaultEvent.ROOT_PROPOSED)) {
                newest.put(event.epoch(), proposed(event, totals(rpc, vault, event)));
            } else if (event.is(VaultEvent.ROOT_REVOKED)) {
                newest.computeIfPresent(event.epoch(), (epoch, root) -> at(ProposedRoot.Stage.REVOKED, root));
            } else if (event.is(VaultEvent.ROOT_ACCEPTED)) {
                accepted.put(event.epoch(), event.text("root"));
                newest.computeIfPresent(event.epoch(), (epoch, root) -> at(ProposedRoot.Stage.ACCEPTED, root));
            }
        }
        return new RootsOnChain(accepted, newest);
    }

    /** The root that an epoch has to be proposed on top of: the last one accepted before it. */
    public String acceptedBefore(long epoch) {
        return accepted.headMap(epoch).values().stream()
                .reduce((earlier, later) -> later)
                .orElse(MerkleTree.EMPTY_ROOT);
    }

    /** Whether some root that an epoch could be proposed on top of, at some time, is this one. */
    public boolean wasAcceptedBefore(long epoch, String root) {
        return root.equals(MerkleTree.EMPTY_ROOT) || accepted.headMap(epoch).containsValue(root);
    }

    /** The first accepted epoch that has this root, before an epoch. */
    public Optional<Long> epochOf(String root, long before) {
        return accepted.headMap(before).entrySet().stream()
                .filter(entry -> entry.getValue().equals(root))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static ProposedRoot proposed(VaultEvent event, Optional<SortedMap<String, BigInteger>> totals) {
        return new ProposedRoot(
                event.epoch(),
                event.text("previousRoot"),
                event.text("root"),
                event.text("manifestHash"),
                event.blockNumber(),
                ProposedRoot.Stage.PENDING,
                totals);
    }

    private static Optional<SortedMap<String, BigInteger>> totals(EvmRpc rpc, VaultId vault, VaultEvent event) {
        SentCall call = rpc.sentCall(event.transaction());
        return call == null ? Optional.empty() : ProposalCall.totals(call, vault.address());
    }

    private static ProposedRoot at(ProposedRoot.Stage stage, ProposedRoot root) {
        return new ProposedRoot(
                root.epoch(),
                root.previousRoot(),
                root.root(),
                root.manifestHash(),
                root.blockNumber(),
                stage,
                root.totals());
    }
}
