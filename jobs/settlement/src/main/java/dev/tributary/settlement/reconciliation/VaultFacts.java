package dev.tributary.settlement.reconciliation;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.EvmRpc;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.Funds;
import dev.tributary.settlement.vault.RpcVaultNode;
import dev.tributary.settlement.vault.VaultEvent;
import dev.tributary.settlement.vault.VaultLog;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The vault at a finalized block.
 *
 * @param roots every root it accepted up to there, in order
 * @param claims every payment it made up to there, in order
 * @param receivedSince base units by token that came in since the books end
 */
public record VaultFacts(
        long blockNumber,
        SortedMap<String, Token> tokens,
        List<AcceptedRoot> roots,
        List<KnownClaim> claims,
        SortedMap<String, BigInteger> receivedSince) {

    /** In base units. */
    public record Token(BigInteger received, BigInteger accepted, BigInteger claimed) {}

    /** A root with the epoch and the block that it was accepted in. */
    public record AcceptedRoot(long epoch, String root, long blockNumber) {}

    /**
     * @param booksEndSeconds what comes in from then on is on no book yet
     * @param firstBlock of the vault's events
     */
    public static VaultFacts read(
            EvmRpc rpc, VaultId vault, long booksEndSeconds, long firstBlock, VaultLog.Progress progress) {
        RpcVaultNode node = new RpcVaultNode(rpc, vault.address());
        node.requireChain();
        long block = node.look().finalized().blockNumber();
        List<VaultEvent> events = new VaultLog(rpc, vault).read(firstBlock, block, progress);
        SortedMap<String, Token> tokens = new TreeMap<>();
        for (var entry : node.funds(block).entrySet()) {
            Funds funds = entry.getValue();
            tokens.put(
                    entry.getKey(), new Token(funds.received(), funds.accepted(), node.claimed(entry.getKey(), block)));
        }
        return new VaultFacts(
                block,
                tokens,
                events.stream()
                        .filter(event -> event.is(VaultEvent.ROOT_ACCEPTED))
                        .map(event -> new AcceptedRoot(event.epoch(), event.text("root"), event.blockNumber()))
                        .toList(),
                events.stream()
                        .filter(event -> event.is(VaultEvent.CLAIMED))
                        .map(VaultFacts::claim)
                        .toList(),
                receivedSince(rpc, events, booksEndSeconds));
    }

    private static KnownClaim claim(VaultEvent event) {
        return new KnownClaim(
                event.transaction(),
                event.logIndex(),
                event.text("account"),
                event.text("token"),
                event.integer("amount"),
                event.blockNumber());
    }

    /** From the newest back to the first block that is too old: blocks' times never fall. */
    private static SortedMap<String, BigInteger> receivedSince(
            EvmRpc rpc, List<VaultEvent> events, long booksEndSeconds) {
        List<VaultEvent> received = events.stream()
                .filter(event -> event.is(VaultEvent.DEPOSITED) || event.is(VaultEvent.REVENUE_RECEIVED))
                .toList();
        SortedMap<String, BigInteger> since = new TreeMap<>();
        for (int i = received.size() - 1; i >= 0; i--) {
            VaultEvent event = received.get(i);
            BlockHeader header =
                    rpc.headers(event.blockNumber(), event.blockNumber()).get(0);
            if (header.timestampSeconds() < booksEndSeconds) {
                break;
            }
            since.merge(event.text("token"), event.integer("amount"), BigInteger::add);
        }
        return since;
    }
}
