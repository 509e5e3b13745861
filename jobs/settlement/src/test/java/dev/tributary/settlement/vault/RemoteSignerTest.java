package dev.tributary.settlement.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt.Fees;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

final class RemoteSignerTest {
    private static final Credentials KEY = Credentials.create("0x" + "7".repeat(64));
    private static final Credentials OTHER_KEY = Credentials.create("0x" + "8".repeat(64));

    private HttpServer server;
    private volatile String answer = "";
    private volatile String asked = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::reply);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void reply(HttpExchange exchange) throws IOException {
        asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":1," + answer + "}").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static UnsignedTransaction transaction(long nonce) {
        return new UnsignedTransaction(
                31_337, nonce, "0x" + "ab".repeat(20), "0x1234", 50_000, new Fees(BigInteger.TEN, BigInteger.ONE));
    }

    private static String signed(UnsignedTransaction transaction, Credentials key) {
        return Numeric.toHexString(TransactionEncoder.signMessage(transaction.encodable(), key));
    }

    private RemoteSigner signer() {
        return new RemoteSigner("http://127.0.0.1:" + server.getAddress().getPort(), KEY.getAddress());
    }

    @Test
    void theVeryTransactionSignedByTheVeryAccountIsTaken() {
        answer = "\"result\":\"" + signed(transaction(3), KEY) + "\"";
        assertThat(signer().sign(transaction(3)).raw()).isEqualTo(signed(transaction(3), KEY));
        assertThat(asked).contains("eth_signTransaction").contains("\"chainId\":\"0x7a69\"");
    }

    @Test
    void anAnswerThatHoldsTheBytesAsRawIsTaken() {
        answer = "\"result\":{\"raw\":\"" + signed(transaction(3), KEY) + "\"}";
        assertThat(signer().sign(transaction(3)).raw()).isEqualTo(signed(transaction(3), KEY));
    }

    @Test
    void anotherTransactionIsRefused() {
        answer = "\"result\":\"" + signed(transaction(4), KEY) + "\"";
        assertFails(Problem.SIGNER_MISMATCH);
    }

    @Test
    void anotherAccountsSignatureIsRefused() {
        answer = "\"result\":\"" + signed(transaction(3), OTHER_KEY) + "\"";
        assertFails(Problem.SIGNER_MISMATCH);
    }

    @Test
    void anErrorOfTheSignerIsWaitedFor() {
        answer = "\"error\":{\"code\":-32000,\"message\":\"locked\"}";
        assertFails(Problem.SIGNER_UNAVAILABLE);
    }

    private void assertFails(Problem problem) {
        SettlementException failure =
                catchThrowableOfType(SettlementException.class, () -> signer().sign(transaction(3)));
        assertThat(failure.problem()).isEqualTo(problem);
    }
}
