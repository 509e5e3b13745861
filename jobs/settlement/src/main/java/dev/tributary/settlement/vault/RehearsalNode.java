package dev.tributary.settlement.vault;

import dev.tributary.chain.FeeQuote;
import dev.tributary.chain.TransactionOutcome;
import dev.tributary.settlement.rules.ChainView;
import dev.tributary.settlement.rules.SendAnswer;
import dev.tributary.settlement.rules.SendVerdict;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** A node that is asked everything and sent nothing. */
public final class RehearsalNode implements VaultNode {
    private final VaultNode node;

    public RehearsalNode(VaultNode node) {
        this.node = node;
    }

    @Override
    public SendAnswer send(String raw) {
        return new SendAnswer(SendVerdict.UNANSWERED, "no, this is a dry run");
    }

    @Override
    public void requireChain() {
        node.requireChain();
    }

    @Override
    public ChainView look() {
        return node.look();
    }

    @Override
    public String blockHash(long blockNumber) {
        return node.blockHash(blockNumber);
    }

    @Override
    public Map<String, Funds> funds(long blockNumber) {
        return node.funds(blockNumber);
    }

    @Override
    public Map<String, Solvency> solvency(long blockNumber) {
        return node.solvency(blockNumber);
    }

    @Override
    public long challengeWindowSeconds() {
        return node.challengeWindowSeconds();
    }

    @Override
    public BigInteger balance(String account) {
        return node.balance(account);
    }

    @Override
    public TokenUnit unit(String token) {
        return node.unit(token);
    }

    @Override
    public long usedNonces(String account, long blockNumber) {
        return node.usedNonces(account, blockNumber);
    }

    @Override
    public long usedNoncesAtLatest(String account) {
        return node.usedNoncesAtLatest(account);
    }

    @Override
    public Optional<TransactionOutcome> outcome(String transactionHash) {
        return node.outcome(transactionHash);
    }

    @Override
    public boolean knows(String transactionHash) {
        return node.knows(transactionHash);
    }

    @Override
    public FeeQuote feeQuote() {
        return node.feeQuote();
    }

    @Override
    public long estimateGas(String sender, String callData) throws Refusal {
        return node.estimateGas(sender, callData);
    }

    @Override
    public Optional<String> revocation(long epoch, long fromBlock, long toBlock) {
        return node.revocation(epoch, fromBlock, toBlock);
    }

    /** The node belongs to whoever lent it. */
    @Override
    public void close() {}
}
