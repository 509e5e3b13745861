package dev.tributary.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcDisagreementException;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.RpcRefusedException;
import dev.tributary.chain.WrongChainException;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** Two ways to one chain, each with faults of its own. */
final class FailoverRpcIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_MILLIS = 2_000;
    private static DevChain chain;

    private RpcProxy first;
    private RpcProxy second;
    private EvmRpc rpc;

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Scene.CONTRACTS));
        chain.mine(10);
    }

    @AfterAll
    static void stop() {
        chain.close();
    }

    @BeforeEach
    void connect() throws IOException {
        first = RpcProxy.before(chain.url());
        second = RpcProxy.before(chain.url());
        rpc = EvmRpc.connect(
                new RpcOptions(first.url() + ", " + second.url(), DevChain.CHAIN_ID, 0, TIMEOUT_MILLIS, 1));
    }

    @AfterEach
    void disconnect() {
        rpc.close();
        first.close();
        second.close();
    }

    @Test
    void theSecondNodeIsNotAskedForWhatTheFirstAnswers() {
        rpc.latestHead();
        rpc.feeQuote();
        assertThat(second.requests()).isZero();
    }

    @Test
    void aNodeThatHangsUpIsPassedOverAndThenLeftAlone() {
        long latest = rpc.latestHead().number();
        first.fault((request, upstream) -> null);
        assertThat(rpc.latestHead().number()).isEqualTo(latest);
        long asked = first.requests();
        assertThat(rpc.latestHead().number()).isEqualTo(latest);
        assertThat(first.requests()).as("it rests").isEqualTo(asked);
    }

    @Test
    void aNodeThatIsTooSlowIsPassedOver() {
        first.fault((request, upstream) -> {
            sleep(Duration.ofMillis(2 * TIMEOUT_MILLIS));
            return upstream.forward(request);
        });
        assertThat(rpc.latestHead().number()).isPositive();
        assertThat(second.requests()).isPositive();
    }

    @Test
    void tooManyRequestsMeansTheOtherNode() {
        first.fault((request, upstream) -> new RpcProxy.Reply(429, ""));
        assertThat(rpc.latestHead().number()).isPositive();
        second.fault((request, upstream) -> refusal(request, -32_005, "limit exceeded"));
        assertThatThrownBy(rpc::latestHead).isInstanceOf(RpcRefusedException.class);
    }

    @Test
    void aNodeOfAnotherChainIsPassedOverAndAloneItIsAnError() {
        RpcProxy.Fault another = (request, upstream) -> RpcProxy.method(request).equals("eth_chainId")
                ? result(request, JSON.getNodeFactory().textNode("0x1"))
                : upstream.forward(request);
        first.fault(another);
        assertThat(rpc.latestHead().number()).isPositive();
        assertThat(second.requests()).isPositive();
        second.fault(another);
        try (EvmRpc both = EvmRpc.connect(
                new RpcOptions(first.url() + "," + second.url(), DevChain.CHAIN_ID, 0, TIMEOUT_MILLIS, 1))) {
            assertThatThrownBy(both::latestHead).isInstanceOf(WrongChainException.class);
            assertThatThrownBy(() -> both.sendRaw("0x00")).isInstanceOf(WrongChainException.class);
        }
    }

    @Test
    void theFinalizedHeadNeverGetsOlderWhileAnyNodeHasTheNewerOne() {
        long known = rpc.finalizedHead().number();
        first.fault(behind(known - 3));
        assertThat(rpc.finalizedHead().number()).isEqualTo(known);
        second.fault(behind(known - 2));
        assertThat(rpc.finalizedHead().number())
                .as("the caller is told how far the best of them is")
                .isEqualTo(known - 2);
        second.fault(RpcProxy.Fault.NONE);
        assertThat(rpc.finalizedHead().number()).isEqualTo(known);
    }

    @Test
    void nodesThatDisagreeAboutAFinalizedBlockGiveNoAnswer() {
        second.fault((request, upstream) -> RpcProxy.method(request).equals("eth_getBlockByNumber")
                ? withOtherHash(upstream.forward(request))
                : upstream.forward(request));
        assertThatThrownBy(rpc::finalizedHead)
                .isInstanceOf(RpcDisagreementException.class)
                .hasMessageContaining("the nodes disagree about finalized block ");
        second.fault(RpcProxy.Fault.NONE);
        chain.mine(1);
        assertThat(rpc.finalizedHead().number()).isPositive();
    }

    @Test
    void aNodeThatTakesOverHasToKnowTheFinalizedBlockGivenOutBefore() {
        BlockHeader known = rpc.finalizedHead();
        chain.mine(1);
        first.fault((request, upstream) -> null);
        second.fault((request, upstream) -> RpcProxy.method(request).equals("eth_getBlockByNumber")
                ? withOtherHash(upstream.forward(request))
                : upstream.forward(request));
        assertThatThrownBy(rpc::finalizedHead).hasMessageContaining("disagree");
        second.fault(RpcProxy.Fault.NONE);
        assertThat(rpc.finalizedHead().number()).isEqualTo(known.number() + 1);
    }

    @Test
    void aTransactionThatTheFirstNodeDidNotAnswerForIsSentToTheSecondAndExistsOnce() {
        first.fault((request, upstream) -> {
            if (RpcProxy.method(request).equals("eth_sendRawTransaction")) {
                upstream.forward(request);
                return null;
            }
            return upstream.forward(request);
        });
        long nonce = Long.decode(
                first.ask("eth_getTransactionCount", DevAccounts.at(8).getAddress(), "latest")
                        .asText());
        String raw = signed(nonce);
        assertThatThrownBy(() -> rpc.sendRaw(raw))
                .as("the second node says that it has it already")
                .isInstanceOf(RpcRefusedException.class);
        assertThat(Long.decode(
                        first.ask("eth_getTransactionCount", DevAccounts.at(8).getAddress(), "latest")
                                .asText()))
                .isEqualTo(nonce + 1);
    }

    @Test
    void whatOnlyOneNodeKnowsCounts() {
        String raw = signed(Long.decode(
                first.ask("eth_getTransactionCount", DevAccounts.at(8).getAddress(), "latest")
                        .asText()));
        String hash = rpc.sendRaw(raw);
        first.fault((request, upstream) -> RpcProxy.method(request).startsWith("eth_getTransaction")
                ? result(request, JSON.getNodeFactory().nullNode())
                : upstream.forward(request));
        assertThat(rpc.isKnown(hash)).isTrue();
        assertThat(rpc.outcome(hash)).isNotNull();
        assertThat(rpc.isKnown("0x" + "ab".repeat(32))).isFalse();
        assertThat(rpc.outcome("0x" + "ab".repeat(32))).isNull();
    }

    @Test
    void itIsTheChainThatIsAskedAgainNotAContractThatSaidNo() {
        first.fault((request, upstream) -> refusal(request, 3, "execution reverted"));
        assertThatThrownBy(() -> rpc.estimateGas(
                        DevAccounts.at(8).getAddress(), DevAccounts.at(9).getAddress(), "0x"))
                .isInstanceOf(RpcRefusedException.class);
        assertThat(second.requests()).isZero();
    }

    /** A node whose finalized block is an older one. */
    private static RpcProxy.Fault behind(long finalized) {
        return (request, upstream) -> {
            if (!RpcProxy.method(request).equals("eth_getBlockByNumber")
                    || !request.path("params").path(0).asText().equals("finalized")) {
                return upstream.forward(request);
            }
            ObjectNode older = request.deepCopy();
            older.putArray("params").add("0x" + Long.toHexString(finalized)).add(false);
            return upstream.forward(older);
        };
    }

    private static RpcProxy.Reply withOtherHash(RpcProxy.Reply reply) throws IOException {
        JsonNode answer = JSON.readTree(reply.body());
        for (JsonNode each : answer.isArray() ? answer : JSON.createArrayNode().add(answer)) {
            ((ObjectNode) each.path("result")).put("hash", "0x" + "fe".repeat(32));
        }
        return RpcProxy.Reply.of(answer);
    }

    private static RpcProxy.Reply refusal(JsonNode request, int code, String message) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.putObject("error").put("code", code).put("message", message);
        return RpcProxy.method(request).equals("eth_chainId")
                ? result(request, JSON.getNodeFactory().textNode("0x" + Long.toHexString(DevChain.CHAIN_ID)))
                : RpcProxy.Reply.of(answer);
    }

    private static RpcProxy.Reply result(JsonNode request, JsonNode result) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", request.path("id"));
        answer.set("result", result);
        return RpcProxy.Reply.of(answer);
    }

    private static String signed(long nonce) {
        RawTransaction transaction = RawTransaction.createTransaction(
                DevChain.CHAIN_ID,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(21_000),
                DevAccounts.at(9).getAddress(),
                BigInteger.ONE,
                "",
                BigInteger.ONE,
                BigInteger.TEN.pow(11));
        return Numeric.toHexString(TransactionEncoder.signMessage(transaction, DevAccounts.at(8)));
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
