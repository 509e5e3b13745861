package dev.tributary.pipelines.ingest;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.BlockTag;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EvmLog;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.FeeQuote;
import dev.tributary.chain.SentCall;
import dev.tributary.chain.TransactionOutcome;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A chain in memory on which every block is final at once; tests bend its answers. */
final class ScriptedChain implements EvmRpc {
    static final String VAULT = "0x" + "0a".repeat(20);
    static final Deployment DEPLOYMENT = new Deployment(31337, 0, Map.of(Deployment.ROYALTY_VAULT, VAULT));

    private static final String TOKEN_ADDED =
            Hex.of(Keccak.hash("TokenAdded(address)".getBytes(StandardCharsets.US_ASCII)));
    private static final String TOKEN = "0x" + "0".repeat(24) + "0c".repeat(20);

    final List<BlockHeader> blocks = new ArrayList<>();
    final List<EvmLog> logs = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    Function<List<EvmLog>, List<EvmLog>> answeredLogs = Function.identity();
    Runnable onRequest = () -> {};

    ScriptedChain() {
        blocks.add(header(0, "0x" + "0".repeat(64), "genesis"));
    }

    /** Adds a block with some {@code TokenAdded} events of the vault. */
    ScriptedChain block(int events) {
        return block(events, "main");
    }

    ScriptedChain block(int events, String fork) {
        BlockHeader parent = blocks.get(blocks.size() - 1);
        BlockHeader block = header(parent.number() + 1, parent.hash(), fork);
        blocks.add(block);
        IntStream.range(0, events).forEach(i -> logs.add(log(block, 2 * i)));
        return this;
    }

    /** Drops the newest blocks. */
    ScriptedChain rewind(int count) {
        blocks.subList(blocks.size() - count, blocks.size()).clear();
        logs.removeIf(log -> log.blockNumber() >= blocks.size());
        return this;
    }

    static EvmLog log(BlockHeader block, int index) {
        return new EvmLog(
                block.number(),
                block.hash(),
                hash("transaction" + block.number()),
                index,
                VAULT,
                List.of(TOKEN_ADDED, TOKEN),
                "0x");
    }

    private static BlockHeader header(long number, String parent, String fork) {
        return new BlockHeader(number, hash(fork + number), parent, 1_000 + 12 * number, "0x", BigInteger.ONE);
    }

    static String hash(String text) {
        return Hex.of(Keccak.hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public long chainId() {
        return DEPLOYMENT.chainId();
    }

    @Override
    public BlockHeader finalizedHead() {
        onRequest.run();
        return blocks.get(blocks.size() - 1);
    }

    @Override
    public BlockHeader latestHead() {
        return finalizedHead();
    }

    @Override
    public List<BlockHeader> headers(long firstBlock, long lastBlock) {
        onRequest.run();
        requests.add("headers " + firstBlock + ".." + lastBlock);
        return List.copyOf(blocks.subList((int) firstBlock, (int) lastBlock + 1));
    }

    @Override
    public List<EvmLog> logs(long firstBlock, long lastBlock, Collection<String> addresses) {
        onRequest.run();
        requests.add("logs " + firstBlock + ".." + lastBlock);
        return answeredLogs.apply(logs.stream()
                .filter(log -> log.blockNumber() >= firstBlock && log.blockNumber() <= lastBlock)
                .toList());
    }

    @Override
    public String call(String contract, String calldata, BlockTag at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long estimateGas(String from, String contract, String calldata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String sendRaw(String signedTransaction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable TransactionOutcome outcome(String transaction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable SentCall sentCall(String transaction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isKnown(String transaction) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transactionCount(String account, BlockTag at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BigInteger balance(String account, BlockTag at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String code(String address, BlockTag at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FeeQuote feeQuote() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
