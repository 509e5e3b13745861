package dev.tributary.settlement.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.Web3jRpc;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcVaultNodeTest {
    private static final String VAULT = "0x" + "ab".repeat(20);
    private static final String SENDER = "0x" + "cd".repeat(20);

    private HttpServer server;
    private VaultNode node;
    private volatile String error = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::reply);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        node = new RpcVaultNode(new Web3jRpc(new RpcOptions(url, 31_337, 0, 5_000, 1)), VAULT);
    }

    @AfterEach
    void stop() {
        node.close();
        server.stop(0);
    }

    private void reply(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String answer = asked.contains("eth_chainId") ? "\"result\":\"0x7a69\"" : "\"error\":" + error;
        byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":1," + answer + "}").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':3,'message':'execution failed'}",
                "{'code':3,'message':'execution reverted','data':'0x'}",
                "{'code':-32000,'message':'VM Exception','data':'0xd93c0665'}",
                "{'code':-32015,'message':'VM execution error.','data':'Reverted 0xd93c0665'}",
                "{'code':-32000,'message':'Execution Reverted'}"
            })
    void aRevertedTrialIsARefusal(String reverted) {
        error = reverted.replace('\'', '"');
        assertThat(catchThrowableOfType(Refusal.class, this::estimate)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':-32005,'message':'limit exceeded'}",
                "{'code':-32005,'message':'daily request count exceeded','data':{'see':'the limits','rate':1}}",
                "{'code':-32603,'message':'Internal error'}",
                "{'code':-32000,'message':'header not found'}",
                "{'code':-32000,'message':'missing trie node','data':'state is not available'}",
                "{'code':429,'message':'Too Many Requests'}"
            })
    void anyOtherErrorOfTheNodeIsWaitedOut(String trouble) {
        error = trouble.replace('\'', '"');
        SettlementException e = catchThrowableOfType(SettlementException.class, this::estimate);
        assertThat(e.problem()).isEqualTo(Problem.NODE_UNAVAILABLE);
        assertThat(e.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @Test
    void theRefusalNamesTheVaultsError() {
        error = "{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0xd93c0665\"}";
        assertThat(catchThrowableOfType(Refusal.class, this::estimate)).hasMessageContaining("EnforcedPause()");
    }

    private void estimate() throws Refusal {
        node.estimateGas(SENDER, "0x1234");
    }
}
