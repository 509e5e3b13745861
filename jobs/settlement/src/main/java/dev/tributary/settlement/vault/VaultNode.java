package dev.tributary.settlement.vault;

import dev.tributary.chain.FeeQuote;
import dev.tributary.chain.TransactionOutcome;
import dev.tributary.settlement.rules.ChainView;
import dev.tributary.settlement.rules.SendAnswer;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/**
 * The vault contract through a node. Whatever cannot be read throws a {@code SettlementException} with
 * {@code NODE_UNAVAILABLE}: a silent node is never taken for an empty chain.
 */
public interface VaultNode extends AutoCloseable {
    /** @throws dev.tributary.settlement.SettlementException when the node is of another chain than the vault */
    void requireChain();

    ChainView look();

    /** The hash of an existing block of the node's chain. */
    String blockHash(long blockNumber);

    /** Per token on the vault's allow-list, as of a block. */
    Map<String, Funds> funds(long blockNumber);

    /** Per token on the vault's allow-list, as of a block. */
    Map<String, Solvency> solvency(long blockNumber);

    /** How long a proposal waits before it can be accepted. */
    long challengeWindowSeconds();

    /** What an account holds for fees, in wei, at the latest block. */
    BigInteger balance(String account);

    /**
     * How amounts of a token are written.
     *
     * @throws IllegalArgumentException when its contract does not say so in the form of ERC-20
     */
    TokenUnit unit(String token);

    /** How many nonces of an account are used as of a block. */
    long usedNonces(String account, long blockNumber);

    long usedNoncesAtLatest(String account);

    /** Empty while it is in no block. */
    Optional<TransactionOutcome> outcome(String transactionHash);

    /** Whether the node has the transaction, mined or in its pool. */
    boolean knows(String transactionHash);

    FeeQuote feeQuote();

    /**
     * Gas that a call to the vault takes; tried out on the latest block.
     *
     * @throws Refusal when the vault reverts it; any other error of the node is {@code NODE_UNAVAILABLE}
     */
    long estimateGas(String sender, String callData) throws Refusal;

    /** Sends signed bytes and returns the node's answer, a refusal included: only a later look shows what happened. */
    SendAnswer send(String raw);

    /** The guardian's reason for the last revocation of an epoch within a range of blocks, both ends included. */
    Optional<String> revocation(long epoch, long fromBlock, long toBlock);

    @Override
    void close();
}
