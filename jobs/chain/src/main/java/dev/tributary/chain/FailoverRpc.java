package dev.tributary.chain;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.math.BigInteger;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@link EvmRpc} over several nodes of one chain. The first that answers is asked, in their order; one that fails, serves
 * another chain or lags rests for a while. A finalized head never gets older while any node has the newer one, and a new
 * one is compared with a second node: as long as two disagree about a finalized block there is no answer at all.
 */
final class FailoverRpc implements EvmRpc {
    private final List<RpcNode> nodes;
    private final FailsafeExecutor<Object> rounds;
    /** The newest finalized block that was given out, and who said so. */
    private @Nullable BlockHeader floor;

    private @Nullable RpcNode floorNode;

    private FailoverRpc(List<RpcNode> nodes, int attempts) {
        this.nodes = nodes;
        this.rounds = Failsafe.with(RetryPolicy.builder()
                .handle(RpcUnavailableException.class)
                .withMaxAttempts(attempts)
                .withBackoff(100, 5_000, ChronoUnit.MILLIS)
                .withJitter(0.2)
                .build());
    }

    static FailoverRpc over(RpcOptions options) {
        List<String> urls = options.urls();
        List<RpcNode> nodes = IntStream.range(0, urls.size())
                .mapToObj(i ->
                        new RpcNode("node " + (i + 1) + " of " + urls.size(), new Web3jRpc(options.only(urls.get(i)))))
                .toList();
        return new FailoverRpc(nodes, options.attempts());
    }

    @Override
    public long chainId() {
        return nodes.get(0).rpc().chainId();
    }

    @Override
    public BlockHeader finalizedHead() {
        return rounds.get(this::highestFinalized);
    }

    private synchronized BlockHeader highestFinalized() {
        RpcFailures failures = new RpcFailures();
        @Nullable BlockHeader best = null;
        for (RpcNode node : RpcNode.inOrder(nodes)) {
            BlockHeader head;
            try {
                head = node.rpc().finalizedHead();
            } catch (RpcException | WrongChainException e) {
                failures.note(node, e);
                continue;
            }
            if (floor == null || head.number() >= floor.number()) {
                // Not one node's failure: as long as they disagree, none of them is believed.
                requireAgreement(node, head);
                floor = head;
                floorNode = node;
                return head;
            }
            best = best == null || head.number() > best.number() ? head : best;
            node.rest("its finalized block is " + head.number() + ", after block " + floor.number() + " was final");
        }
        if (best != null) {
            return best;
        }
        throw failures.worst();
    }

    /** With what another node said before, and with what another one says now. */
    private void requireAgreement(RpcNode node, BlockHeader head) {
        if (floor != null && node != floorNode) {
            requireSame(floor, node);
        }
        if (floor != null && head.number() == floor.number()) {
            return;
        }
        RpcNode.inOrder(nodes).stream()
                .filter(other -> other != node && !other.isResting())
                .findFirst()
                .ifPresent(witness -> requireSame(head, witness));
    }

    private static void requireSame(BlockHeader known, RpcNode witness) {
        @Nullable String hash = witness.hashOf(known.number());
        if (hash != null && !hash.equals(known.hash())) {
            throw new RpcDisagreementException(
                    "eth_getBlockByNumber",
                    "the nodes disagree about finalized block " + known.number() + ": " + known.hash() + ", and by "
                            + witness.name() + " " + hash + "; take the wrong one out of `chain.rpc-url`");
        }
    }

    @Override
    public BlockHeader latestHead() {
        return read(EvmRpc::latestHead);
    }

    @Override
    public List<BlockHeader> headers(long firstBlock, long lastBlock) {
        return read(rpc -> rpc.headers(firstBlock, lastBlock));
    }

    @Override
    public List<EvmLog> logs(long firstBlock, long lastBlock, Collection<String> addresses) {
        return read(rpc -> rpc.logs(firstBlock, lastBlock, addresses));
    }

    @Override
    public String call(String contract, String calldata, BlockTag at) {
        return read(rpc -> rpc.call(contract, calldata, at));
    }

    @Override
    public long estimateGas(String from, String contract, String calldata) {
        return read(rpc -> rpc.estimateGas(from, contract, calldata));
    }

    /** The same bytes go to the next node where one gives no answer: they are one transaction, however many have it. */
    @Override
    public String sendRaw(String signedTransaction) {
        RpcFailures failures = new RpcFailures();
        for (RpcNode node : RpcNode.inOrder(nodes)) {
            try {
                return node.rpc().sendRaw(signedTransaction);
            } catch (RpcUnavailableException | WrongChainException e) {
                failures.note(node, e);
            }
        }
        throw failures.worst();
    }

    /** One node may not have heard of it, or lag: any that has it counts. */
    @Override
    public @Nullable TransactionOutcome outcome(String transaction) {
        return this.<@Nullable TransactionOutcome>first(rpc -> rpc.outcome(transaction), outcome -> outcome != null);
    }

    @Override
    public @Nullable SentCall sentCall(String transaction) {
        return this.<@Nullable SentCall>first(rpc -> rpc.sentCall(transaction), call -> call != null);
    }

    @Override
    public boolean isKnown(String transaction) {
        return first(rpc -> rpc.isKnown(transaction), known -> known);
    }

    @Override
    public long transactionCount(String account, BlockTag at) {
        return read(rpc -> rpc.transactionCount(account, at));
    }

    @Override
    public BigInteger balance(String account, BlockTag at) {
        return read(rpc -> rpc.balance(account, at));
    }

    @Override
    public String code(String address, BlockTag at) {
        return read(rpc -> rpc.code(address, at));
    }

    @Override
    public FeeQuote feeQuote() {
        return read(EvmRpc::feeQuote);
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.rpc().close());
    }

    private <T extends @Nullable Object> T read(Function<EvmRpc, T> question) {
        return first(question, answer -> true);
    }

    /** The first answer that is good enough, else the first one. */
    private <T extends @Nullable Object> T first(Function<EvmRpc, T> question, java.util.function.Predicate<T> enough) {
        return rounds.get(() -> round(question, enough));
    }

    private <T extends @Nullable Object> T round(Function<EvmRpc, T> question, java.util.function.Predicate<T> enough) {
        RpcFailures failures = new RpcFailures();
        @Nullable List<T> poor = null;
        for (RpcNode node : RpcNode.inOrder(nodes)) {
            if (poor != null && node.isResting()) {
                continue;
            }
            try {
                T answer = question.apply(node.rpc());
                if (enough.test(answer)) {
                    return answer;
                }
                poor = poor == null ? java.util.Collections.singletonList(answer) : poor;
            } catch (RpcException | WrongChainException e) {
                if (e instanceof RpcRefusedException refused && refused.isRevert()) {
                    throw refused;
                }
                failures.note(node, e);
            }
        }
        if (poor != null) {
            return poor.get(0);
        }
        throw failures.worst();
    }
}
