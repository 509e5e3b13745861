package dev.tributary.chain;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthFeeHistory.FeeHistory;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;

/** {@link EvmRpc} over the JSON-RPC of one node, by HTTP. */
public final class Web3jRpc implements EvmRpc {
    private static final int HEADERS_PER_REQUEST = 100;
    private static final int FEE_HISTORY_BLOCKS = 5;
    private static final double MEDIAN = 50;
    /** A JSON string of hex; some nodes write a word before it. */
    private static final Pattern REVERT_HEX = Pattern.compile("\"?(?:Reverted )?(0x[0-9a-fA-F]*)\"?");

    private final RpcOptions options;
    private final SecretUrl url;
    private final Web3j web3j;
    private final HttpService http;
    private final FailsafeExecutor<Object> reads;
    private volatile boolean chainVerified;

    /** Of several nodes it asks the first alone. */
    public Web3jRpc(RpcOptions options) {
        this.options = options;
        this.url = new SecretUrl(options.urls().get(0));
        Duration timeout = Duration.ofMillis(options.timeoutMillis());
        this.http = new HttpService(
                url.url(),
                new OkHttpClient.Builder()
                        .callTimeout(timeout)
                        .readTimeout(timeout)
                        .build());
        this.web3j = Web3j.build(http);
        this.reads = Failsafe.with(RetryPolicy.builder()
                .handle(RpcUnavailableException.class)
                .withMaxAttempts(options.attempts())
                .withBackoff(100, 5_000, ChronoUnit.MILLIS)
                .withJitter(0.2)
                .build());
    }

    @Override
    public long chainId() {
        return options.chainId();
    }

    @Override
    public BlockHeader finalizedHead() {
        if (options.confirmations() == 0) {
            return head(DefaultBlockParameterName.FINALIZED);
        }
        long number = Math.max(0, latestHead().number() - options.confirmations());
        return head(DefaultBlockParameter.valueOf(BigInteger.valueOf(number)));
    }

    @Override
    public BlockHeader latestHead() {
        return head(DefaultBlockParameterName.LATEST);
    }

    private BlockHeader head(DefaultBlockParameter block) {
        return Web3jAnswers.header(read(web3j.ethGetBlockByNumber(block, false)).getBlock());
    }

    @Override
    public List<BlockHeader> headers(long firstBlock, long lastBlock) {
        List<BlockHeader> headers = new ArrayList<>();
        for (long first = firstBlock; first <= lastBlock; first += HEADERS_PER_REQUEST) {
            long from = first;
            long to = Math.min(lastBlock, first + HEADERS_PER_REQUEST - 1);
            headers.addAll(reads.get(() -> headerBatch(from, to)));
        }
        return headers;
    }

    private List<BlockHeader> headerBatch(long first, long last) {
        String method = "eth_getBlockByNumber " + first + ".." + last;
        verifyChain();
        BatchRequest batch = web3j.newBatch();
        for (long number = first; number <= last; number++) {
            batch.add(web3j.ethGetBlockByNumber(DefaultBlockParameter.valueOf(BigInteger.valueOf(number)), false));
        }
        Map<Long, BlockHeader> byNumber = new TreeMap<>();
        for (Response<?> response : answer(method, batch::send).getResponses()) {
            BlockHeader header = Web3jAnswers.header(((EthBlock) accepted(method, response)).getBlock());
            byNumber.put(header.number(), header);
        }
        for (long number = first; number <= last; number++) {
            if (!byNumber.containsKey(number)) {
                throw new RpcUnavailableException(method, "block " + number + " is not among the answers");
            }
        }
        return List.copyOf(byNumber.values());
    }

    @Override
    public List<EvmLog> logs(long firstBlock, long lastBlock, Collection<String> addresses) {
        EthFilter filter = new EthFilter(
                DefaultBlockParameter.valueOf(BigInteger.valueOf(firstBlock)),
                DefaultBlockParameter.valueOf(BigInteger.valueOf(lastBlock)),
                List.copyOf(addresses));
        EthLog answer = read(web3j.ethGetLogs(filter));
        return answer.getLogs().stream()
                .map(Web3jAnswers::log)
                .sorted(Comparator.comparingLong(EvmLog::blockNumber).thenComparingInt(EvmLog::logIndex))
                .toList();
    }

    @Override
    public String call(String contract, String calldata, BlockTag at) {
        Transaction call = Transaction.createEthCallTransaction(null, contract, calldata);
        return read(web3j.ethCall(call, parameter(at))).getValue();
    }

    private static DefaultBlockParameter parameter(BlockTag at) {
        return at.text().startsWith("0x")
                ? DefaultBlockParameter.valueOf(Numeric.decodeQuantity(at.text()))
                : DefaultBlockParameter.valueOf(at.text());
    }

    @Override
    public long estimateGas(String from, String contract, String calldata) {
        Transaction call = Transaction.createEthCallTransaction(from, contract, calldata);
        return read(web3j.ethEstimateGas(call)).getAmountUsed().longValueExact();
    }

    @Override
    public String sendRaw(String signedTransaction) {
        verifyChain();
        return ask(web3j.ethSendRawTransaction(signedTransaction)).getTransactionHash();
    }

    @Override
    public @Nullable TransactionOutcome outcome(String transaction) {
        return read(web3j.ethGetTransactionReceipt(transaction))
                .getTransactionReceipt()
                .map(Web3jAnswers::outcome)
                .orElse(null);
    }

    @Override
    public @Nullable SentCall sentCall(String transaction) {
        return read(web3j.ethGetTransactionByHash(transaction))
                .getTransaction()
                .map(Web3jAnswers::sentCall)
                .orElse(null);
    }

    @Override
    public boolean isKnown(String transaction) {
        return read(web3j.ethGetTransactionByHash(transaction)).getTransaction().isPresent();
    }

    @Override
    public long transactionCount(String account, BlockTag at) {
        return read(web3j.ethGetTransactionCount(account, parameter(at)))
                .getTransactionCount()
                .longValueExact();
    }

    @Override
    public BigInteger balance(String account, BlockTag at) {
        return read(web3j.ethGetBalance(account, parameter(at))).getBalance();
    }

    @Override
    public String code(String address, BlockTag at) {
        return read(web3j.ethGetCode(address, parameter(at))).getCode();
    }

    @Override
    public FeeQuote feeQuote() {
        FeeHistory history = read(web3j.ethFeeHistory(
                        FEE_HISTORY_BLOCKS, DefaultBlockParameterName.LATEST, List.of(MEDIAN)))
                .getFeeHistory();
        return Web3jAnswers.feeQuote(history);
    }

    @Override
    public void close() {
        web3j.shutdown();
    }

    private <T extends Response<?>> T read(Request<?, T> request) {
        return reads.get(() -> {
            verifyChain();
            return ask(request);
        });
    }

    /** Asked again after every outage: what answers then may be another node. */
    private void verifyChain() {
        if (chainVerified) {
            return;
        }
        long actual = ask(web3j.ethChainId()).getChainId().longValueExact();
        if (actual != options.chainId()) {
            throw new WrongChainException(options.chainId(), actual);
        }
        chainVerified = true;
    }

    private <T extends Response<?>> T ask(Request<?, T> request) {
        return accepted(request.getMethod(), answer(request.getMethod(), request::send));
    }

    private interface Exchange<T> {
        T send() throws IOException;
    }

    private <T> T answer(String method, Exchange<T> exchange) {
        try {
            return exchange.send();
        } catch (IOException | RuntimeException e) {
            // web3j reports an HTTP status as a runtime exception, and a batch answered by one error as a class cast.
            chainVerified = false;
            String why = url.hide(e.toString());
            throw why.equals(e.toString())
                    ? new RpcUnavailableException(method, e)
                    : new RpcUnavailableException(method, why);
        }
    }

    private <T extends Response<?>> T accepted(String method, T response) {
        Response.Error error = response.getError();
        if (error != null) {
            throw new RpcRefusedException(
                    method, error.getCode(), url.hide(String.valueOf(error.getMessage())), revertHex(error.getData()));
        }
        return response;
    }

    /** Providers also put objects and sentences there, about limits for example. */
    private static String revertHex(@Nullable String detail) {
        Matcher revert = REVERT_HEX.matcher(detail == null ? "" : detail);
        return revert.matches() ? revert.group(1) : "";
    }
}
