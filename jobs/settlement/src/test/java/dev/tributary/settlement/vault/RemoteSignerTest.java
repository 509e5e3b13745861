package dev.tributary.settlement.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Attempt.Fees;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.transaction.type.Transaction1559;
import org.web3j.utils.Numeric;

final class RemoteSignerTest {
    private static final Credentials KEY = Credentials.create("0x" + "7".repeat(64));
    private static final Credentials OTHER_KEY = Credentials.create("0x" + "8".repeat(64));

    private HttpServer server;
    private volatile String answer = "";
    private volatile String asked = "";
    private volatile int status = 200;

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
        exchange.sendResponseHeaders(status, body.length);
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
    void everyFieldOfTheCallIsSentToTheSignerAsItIsBroadcast() throws Exception {
        UnsignedTransaction call = transaction(3);
        answer = "\"result\":\"" + signed(call, KEY) + "\"";
        RawTransaction broadcast = TransactionDecoder.decode(signer().sign(call).raw());
        JsonNode sent = new ObjectMapper().readTree(asked);
        assertThat(sent.path("params")).hasSize(1);
        JsonNode fields = sent.path("params").path(0);
        Map<String, String> expected = new TreeMap<>();
        expected.put("from", KEY.getAddress());
        expected.put("to", broadcast.getTo());
        expected.put("gas", Numeric.encodeQuantity(broadcast.getGasLimit()));
        expected.put("nonce", Numeric.encodeQuantity(broadcast.getNonce()));
        expected.put("value", Numeric.encodeQuantity(broadcast.getValue()));
        expected.put("data", Numeric.prependHexPrefix(broadcast.getData()));
        var fees = (Transaction1559) broadcast.getTransaction();
        expected.put("chainId", Numeric.encodeQuantity(BigInteger.valueOf(fees.getChainId())));
        expected.put("maxFeePerGas", Numeric.encodeQuantity(fees.getMaxFeePerGas()));
        expected.put("maxPriorityFeePerGas", Numeric.encodeQuantity(fees.getMaxPriorityFeePerGas()));
        Map<String, String> seen = new TreeMap<>();
        fields.properties()
                .forEach(field -> seen.put(field.getKey(), field.getValue().asText()));
        assertThat(seen).isEqualTo(expected);
        assertThat(expected)
                .containsEntry("to", call.to())
                .containsEntry("data", call.callData())
                .containsEntry("value", "0x0")
                .containsEntry("nonce", "0x3")
                .containsEntry("gas", "0xc350")
                .containsEntry("maxFeePerGas", "0xa")
                .containsEntry("maxPriorityFeePerGas", "0x1");
    }

    static Stream<Arguments> otherTransactions() {
        String to = "0x" + "ab".repeat(20);
        BigInteger nonce = BigInteger.valueOf(3);
        BigInteger gas = BigInteger.valueOf(50_000);
        BigInteger none = BigInteger.ZERO;
        BigInteger tip = BigInteger.ONE;
        BigInteger fee = BigInteger.TEN;
        return Stream.of(
                arguments("chain id", RawTransaction.createTransaction(1, nonce, gas, to, none, "0x1234", tip, fee)),
                arguments(
                        "nonce",
                        RawTransaction.createTransaction(31_337, nonce.add(tip), gas, to, none, "0x1234", tip, fee)),
                arguments(
                        "gas",
                        RawTransaction.createTransaction(31_337, nonce, gas.add(tip), to, none, "0x1234", tip, fee)),
                arguments(
                        "to",
                        RawTransaction.createTransaction(
                                31_337, nonce, gas, "0x" + "ac".repeat(20), none, "0x1234", tip, fee)),
                arguments("value", RawTransaction.createTransaction(31_337, nonce, gas, to, tip, "0x1234", tip, fee)),
                arguments("data", RawTransaction.createTransaction(31_337, nonce, gas, to, none, "0x1235", tip, fee)),
                arguments("tip", RawTransaction.createTransaction(31_337, nonce, gas, to, none, "0x1234", fee, fee)),
                arguments("fee", RawTransaction.createTransaction(31_337, nonce, gas, to, none, "0x1234", tip, tip)),
                arguments("type", RawTransaction.createTransaction(nonce, fee, gas, to, none, "0x1234")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherTransactions")
    void aTransactionThatDiffersInOneFieldIsRefused(String field, RawTransaction other) {
        byte[] raw = field.equals("type")
                ? TransactionEncoder.signMessage(other, 31_337, KEY)
                : TransactionEncoder.signMessage(other, KEY);
        answer = "\"result\":\"" + Numeric.toHexString(raw) + "\"";
        assertFails(Problem.SIGNER_MISMATCH);
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

    @Test
    void ofTheSignersAddressOnlySchemeHostAndPortAreShown() {
        String shown = "http://127.0.0.1:" + server.getAddress().getPort();
        RemoteSigner signer =
                new RemoteSigner(shown.replace("//", "//clerk:swordfish@") + "/v1/key-4711-secret", KEY.getAddress());
        answer = "\"result\":\"" + signed(transaction(4), KEY) + "\"";
        assertShowsOnly(shown, signer, Problem.SIGNER_MISMATCH);
        answer = "\"error\":{\"code\":-32000,\"message\":\"no such path: /v1/key-4711-secret\"}";
        assertShowsOnly(shown, signer, Problem.SIGNER_UNAVAILABLE);
        status = 401;
        assertShowsOnly(shown, signer, Problem.SIGNER_UNAVAILABLE);
        server.stop(0);
        assertShowsOnly(shown, signer, Problem.SIGNER_UNAVAILABLE);
    }

    private static void assertShowsOnly(String shown, RemoteSigner signer, Problem problem) {
        SettlementException failure =
                catchThrowableOfType(SettlementException.class, () -> signer.sign(transaction(3)));
        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.getMessage()).contains("The signer at " + shown + " ");
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain("key-4711-secret", "swordfish");
    }

    private void assertFails(Problem problem) {
        SettlementException failure =
                catchThrowableOfType(SettlementException.class, () -> signer().sign(transaction(3)));
        assertThat(failure.problem()).isEqualTo(problem);
    }
}
