package dev.tributary.chain;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Tributary asks of an EVM node. Reads are repeated a bounded number of times; every method throws
 * {@link RpcUnavailableException} when there is no usable answer, {@link RpcRefusedException} when the node says no and
 * {@link WrongChainException} when it serves another chain.
 *
 * <p>An implementation may stand on several nodes; callers never see which one answered. Safe for use by several threads.
 */
public interface EvmRpc extends AutoCloseable {
    /** A connection that the caller closes; making it contacts no node yet. */
    static EvmRpc connect(RpcOptions options) {
        return options.urls().size() == 1 ? new Web3jRpc(options) : FailoverRpc.over(options);
    }

    /** Of the configured chain, compared with the node's. */
    long chainId();

    /** The newest block that cannot be reorganised away, by the chain's own finality or the configured confirmations. */
    BlockHeader finalizedHead();

    /** The newest block. */
    BlockHeader latestHead();

    /** The headers of a range of existing blocks, both ends included, in ascending order and none missing. */
    List<BlockHeader> headers(long firstBlock, long lastBlock);

    /** The logs of some contracts in a range of blocks, both ends included, ordered by block and place in it. */
    List<EvmLog> logs(long firstBlock, long lastBlock, Collection<String> addresses);

    /** Runs a contract's function without changing anything; {@code calldata} and the result are 0x-hex. */
    String call(String contract, String calldata, BlockTag at);

    /** Gas that a transaction would take now; refused when it would revert. */
    long estimateGas(String from, String contract, String calldata);

    /** Sends a signed transaction once, never again by itself to the same node, and returns its hash. */
    String sendRaw(String signedTransaction);

    /** What became of a transaction; null while it is in no block that the node knows. */
    @Nullable
    TransactionOutcome outcome(String transaction);

    /** The call that a transaction made; null when the node does not know it. */
    @Nullable
    SentCall sentCall(String transaction);

    /** Whether the node has the transaction in a block or waiting. */
    boolean isKnown(String transaction);

    /** Number of transactions an account has sent, that is its next nonce. */
    long transactionCount(String account, BlockTag at);

    /** What an account holds of the chain's own currency, in wei. */
    BigInteger balance(String account, BlockTag at);

    /** The program at an address, 0x-hex; "0x" where none is deployed. */
    String code(String address, BlockTag at);

    /** What inclusion costs now. */
    FeeQuote feeQuote();

    @Override
    void close();
}
