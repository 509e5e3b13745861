package dev.tributary.settlement.vault;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.BlockTag;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.FeeQuote;
import dev.tributary.chain.RpcException;
import dev.tributary.chain.RpcRefusedException;
import dev.tributary.chain.TransactionOutcome;
import dev.tributary.chain.WrongChainException;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.rules.ChainView;
import dev.tributary.settlement.rules.Proposal;
import dev.tributary.settlement.rules.SendAnswer;
import dev.tributary.settlement.rules.VaultView;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@link VaultNode} over the RPC client that all programs share. */
public final class RpcVaultNode implements VaultNode {
    private final EvmRpc rpc;
    private final String vault;
    private final VaultLog log;

    public RpcVaultNode(EvmRpc rpc, String vaultAddress) {
        this.rpc = rpc;
        this.vault = vaultAddress;
        this.log = new VaultLog(rpc, new VaultId(rpc.chainId(), vaultAddress));
    }

    @Override
    public void requireChain() {
        ask(rpc::chainId);
    }

    @Override
    public ChainView look() {
        return new ChainView(view(ask(rpc::finalizedHead)), view(ask(rpc::latestHead)));
    }

    private VaultView view(BlockHeader block) {
        BlockTag at = BlockTag.at(block.number());
        Words proposal = read(RoyaltyVault.FUNC_PROPOSAL, at);
        return new VaultView(
                block.number(),
                block.hash(),
                block.timestampSeconds(),
                read(RoyaltyVault.FUNC_ACCEPTEDEPOCH, at).number(0),
                read(RoyaltyVault.FUNC_ACCEPTEDROOT, at).hash(0),
                new Proposal(proposal.number(1), proposal.hash(0), proposal.number(2)),
                read(RoyaltyVault.FUNC_PAUSED, at).flag(0));
    }

    @Override
    public String blockHash(long blockNumber) {
        return ask(() -> rpc.headers(blockNumber, blockNumber)).get(0).hash();
    }

    @Override
    public Map<String, Funds> funds(long blockNumber) {
        BlockTag at = BlockTag.at(blockNumber);
        Map<String, Funds> funds = new TreeMap<>();
        for (String token : read(RoyaltyVault.FUNC_TOKENS, at).addresses()) {
            funds.put(
                    token,
                    new Funds(
                            readOf(RoyaltyVault.FUNC_RECEIVED, token, at),
                            readOf(RoyaltyVault.FUNC_ACCEPTEDTOTAL, token, at)));
        }
        return funds;
    }

    @Override
    public Map<String, Solvency> solvency(long blockNumber) {
        BlockTag at = BlockTag.at(blockNumber);
        Map<String, Solvency> solvency = new TreeMap<>();
        for (String token : read(RoyaltyVault.FUNC_TOKENS, at).addresses()) {
            BigInteger holdings = Words.of(ask(() -> rpc.call(token, VaultCalls.balanceOf(vault), at)))
                    .integer(0);
            BigInteger obligations =
                    readOf(RoyaltyVault.FUNC_RECEIVED, token, at).subtract(claimed(token, blockNumber));
            solvency.put(token, new Solvency(holdings, obligations));
        }
        return solvency;
    }

    @Override
    public long challengeWindowSeconds() {
        return read(RoyaltyVault.FUNC_CHALLENGEWINDOW, BlockTag.LATEST).number(0);
    }

    @Override
    public BigInteger balance(String account) {
        return ask(() -> rpc.balance(account, BlockTag.LATEST));
    }

    @Override
    public TokenUnit unit(String token) {
        try {
            Words symbol = Words.of(ask(() -> rpc.call(token, VaultCalls.read("symbol"), BlockTag.LATEST)));
            Words decimals = Words.of(ask(() -> rpc.call(token, VaultCalls.read("decimals"), BlockTag.LATEST)));
            return TokenUnit.of(symbol.text(), (int) decimals.number(0));
        } catch (SettlementException | ArithmeticException | IllegalStateException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("token " + token + ": " + e.getMessage(), e);
        }
    }

    /** Base units of a token that the vault paid out in all, as of a block. */
    public BigInteger claimed(String token, long blockNumber) {
        return readOf(RoyaltyVault.FUNC_CLAIMEDTOTAL, token, BlockTag.at(blockNumber));
    }

    /** Whether the vault's latest state grants a role to an account. */
    public boolean hasRole(String role, String account) {
        return Words.of(ask(() -> rpc.call(vault, VaultCalls.hasRole(role, account), BlockTag.LATEST)))
                .flag(0);
    }

    @Override
    public long usedNonces(String account, long blockNumber) {
        return ask(() -> rpc.transactionCount(account, BlockTag.at(blockNumber)));
    }

    @Override
    public long usedNoncesAtLatest(String account) {
        return ask(() -> rpc.transactionCount(account, BlockTag.LATEST));
    }

    @Override
    public Optional<TransactionOutcome> outcome(String transactionHash) {
        return ask(() -> Optional.ofNullable(rpc.outcome(transactionHash)));
    }

    @Override
    public boolean knows(String transactionHash) {
        return ask(() -> rpc.isKnown(transactionHash));
    }

    @Override
    public FeeQuote feeQuote() {
        return ask(rpc::feeQuote);
    }

    @Override
    public long estimateGas(String sender, String callData) throws Refusal {
        try {
            return rpc.estimateGas(sender, vault, callData);
        } catch (RpcRefusedException e) {
            if (!e.isRevert()) {
                throw unavailable(e);
            }
            throw new Refusal(VaultErrors.describe(e.reason(), e.revertHex()), VaultErrors.name(e.revertHex()));
        } catch (RpcException e) {
            throw unavailable(e);
        }
    }

    @Override
    public SendAnswer send(String raw) {
        try {
            rpc.sendRaw(raw);
            return SendAnswer.accepted();
        } catch (RpcRefusedException e) {
            return SendAnswer.refused(e.reason());
        } catch (RpcException e) {
            throw unavailable(e);
        }
    }

    /** A challenge window is many blocks, more than most nodes search at once. */
    @Override
    public Optional<String> revocation(long epoch, long fromBlock, long toBlock) {
        return ask(() -> {
            Deque<String> reasons = new ArrayDeque<>();
            log.read(fromBlock, toBlock, (block, lastBlock) -> {}, event -> {
                if (event.is(VaultEvent.ROOT_REVOKED) && event.epoch() == epoch) {
                    reasons.push(event.text("reason"));
                }
            });
            return Optional.ofNullable(reasons.peek());
        });
    }

    @Override
    public void close() {
        rpc.close();
    }

    private Words read(String function, BlockTag at) {
        return Words.of(ask(() -> rpc.call(vault, VaultCalls.read(function), at)));
    }

    private BigInteger readOf(String function, String token, BlockTag at) {
        return Words.of(ask(() -> rpc.call(vault, VaultCalls.readOf(function, token), at)))
                .integer(0);
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (RpcException e) {
            throw unavailable(e);
        } catch (WrongChainException e) {
            throw new SettlementException(
                    Problem.CHAIN_ID_MISMATCH,
                    e.getMessage() + " Check `chain.rpc-url` and `chain.id`; nothing was done.",
                    e);
        }
    }

    private static SettlementException unavailable(RpcException e) {
        return new SettlementException(
                Problem.NODE_UNAVAILABLE,
                e.getMessage() + ". Check `chain.rpc-url` and `contract.royalty-vault`, and that the node is up.",
                e);
    }
}
