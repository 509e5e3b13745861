package dev.tributary.chain;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthFeeHistory.FeeHistory;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.core.methods.response.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/** Turns what web3j parsed into records, and refuses what a node left out. */
final class Web3jAnswers {
    private Web3jAnswers() {}

    static BlockHeader header(EthBlock.@Nullable Block block) {
        if (block == null) {
            throw new RpcUnavailableException("eth_getBlockByNumber", "the node does not have the block");
        }
        try {
            String baseFee = block.getBaseFeePerGasRaw();
            return new BlockHeader(
                    block.getNumber().longValueExact(),
                    lowerCase(block.getHash()),
                    lowerCase(block.getParentHash()),
                    block.getTimestamp().longValueExact(),
                    lowerCase(block.getLogsBloom()),
                    baseFee == null ? BigInteger.ZERO : Numeric.decodeQuantity(baseFee));
        } catch (RuntimeException e) {
            throw new RpcUnavailableException("eth_getBlockByNumber", e);
        }
    }

    static EvmLog log(EthLog.LogResult<?> result) {
        Log log = (Log) result.get();
        try {
            if (log.isRemoved()) {
                throw new IllegalStateException("the log of transaction " + log.getTransactionHash() + " is removed");
            }
            return new EvmLog(
                    log.getBlockNumber().longValueExact(),
                    lowerCase(log.getBlockHash()),
                    lowerCase(log.getTransactionHash()),
                    log.getLogIndex().intValueExact(),
                    lowerCase(log.getAddress()),
                    log.getTopics().stream().map(Web3jAnswers::lowerCase).toList(),
                    lowerCase(log.getData()));
        } catch (RuntimeException e) {
            throw new RpcUnavailableException("eth_getLogs", e);
        }
    }

    static TransactionOutcome outcome(TransactionReceipt receipt) {
        try {
            String price = receipt.getEffectiveGasPrice();
            return new TransactionOutcome(
                    lowerCase(receipt.getTransactionHash()),
                    receipt.getBlockNumber().longValueExact(),
                    lowerCase(receipt.getBlockHash()),
                    receipt.isStatusOK(),
                    receipt.getGasUsed().longValueExact(),
                    price == null ? BigInteger.ZERO : Numeric.decodeQuantity(price));
        } catch (RuntimeException e) {
            throw new RpcUnavailableException("eth_getTransactionReceipt", e);
        }
    }

    static SentCall sentCall(Transaction transaction) {
        try {
            String to = transaction.getTo();
            return new SentCall(to == null ? "" : lowerCase(to), lowerCase(transaction.getInput()));
        } catch (RuntimeException e) {
            throw new RpcUnavailableException("eth_getTransactionByHash", e);
        }
    }

    static FeeQuote feeQuote(FeeHistory history) {
        List<BigInteger> baseFees = history.getBaseFeePerGas();
        List<List<BigInteger>> tips = history.getReward();
        BigInteger tip = tips == null
                ? BigInteger.ZERO
                : tips.stream()
                        .flatMap(Collection::stream)
                        .max(BigInteger::compareTo)
                        .orElse(BigInteger.ZERO);
        return new FeeQuote(baseFees.isEmpty() ? BigInteger.ZERO : baseFees.get(baseFees.size() - 1), tip);
    }

    private static String lowerCase(String text) {
        return Objects.requireNonNull(text, "a field is missing").toLowerCase(Locale.ROOT);
    }
}
