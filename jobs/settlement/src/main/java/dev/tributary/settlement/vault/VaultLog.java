package dev.tributary.settlement.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.chain.DecodedEvent;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EvmLog;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcException;
import dev.tributary.chain.RpcRefusedException;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.VaultId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads what the vault ever said, straight from a node. */
public final class VaultLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_BLOCKS_AT_ONCE = 10_000;

    private final EvmRpc rpc;
    private final VaultId vault;
    private final EventDecoder decoder;

    public VaultLog(EvmRpc rpc, VaultId vault) {
        this.rpc = rpc;
        this.vault = vault;
        this.decoder =
                EventDecoder.of(new Deployment(vault.chainId(), 0, Map.of(Deployment.ROYALTY_VAULT, vault.address())));
    }

    /** Told how far the reading is. */
    @FunctionalInterface
    public interface Progress {
        void read(long block, long lastBlock);
    }

    /** All events of a range of blocks, both ends included, in their order. */
    public List<VaultEvent> read(long firstBlock, long lastBlock, Progress progress) {
        List<VaultEvent> events = new ArrayList<>();
        read(firstBlock, lastBlock, progress, events::add);
        return events;
    }

    /** Hands them over one by one, for a range too long to be kept. */
    void read(long firstBlock, long lastBlock, Progress progress, Consumer<VaultEvent> reader) {
        long atOnce = MOST_BLOCKS_AT_ONCE;
        long from = firstBlock;
        while (from <= lastBlock) {
            long to = Math.min(lastBlock, from + atOnce - 1);
            try {
                rpc.logs(from, to, List.of(vault.address())).forEach(log -> reader.accept(decode(log)));
                progress.read(to, lastBlock);
                from = to + 1;
                atOnce = Math.min(MOST_BLOCKS_AT_ONCE, atOnce * 2);
            } catch (RpcException e) {
                // Nodes limit how much they answer at once, each in its own way: an error, an HTTP status, silence.
                if (to == from) {
                    throw unavailable(e);
                }
                // A node that is away is asked few times.
                atOnce = Math.max(1, atOnce / (e instanceof RpcRefusedException ? 4 : 16));
            }
        }
    }

    private VaultEvent decode(EvmLog log) {
        DecodedEvent decoded = decoder.decode(log);
        try {
            return new VaultEvent(
                    decoded.event(),
                    JSON.readTree(decoded.args()),
                    log.blockNumber(),
                    log.transaction(),
                    log.logIndex());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the decoder wrote no JSON: " + decoded.args(), e);
        }
    }

    private static SettlementException unavailable(RpcException e) {
        return new SettlementException(
                Problem.NODE_UNAVAILABLE,
                "The vault's events cannot be read: " + e.getMessage() + ". Check `chain.rpc-url`, and that the node"
                        + " serves logs from `chain.deployment-block` on.",
                e);
    }
}
