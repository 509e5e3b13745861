package dev.tributary.settlement.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.chain.SecretUrl;
import dev.tributary.domain.money.Hex;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;

/**
 * A key that lives elsewhere, asked over JSON-RPC with {@code eth_signTransaction}. What comes back is checked: it must be
 * the very transaction that was asked for, signed by the very account.
 */
public final class RemoteSigner implements Signer {
    private final SecretUrl url;
    private final String address;
    private final HttpService http;

    public RemoteSigner(String url, String address) {
        this.url = new SecretUrl(url);
        this.address = address;
        // With a client of its own: web3j's default one logs the address and all that is asked.
        this.http = new HttpService(url, new OkHttpClient());
    }

    /** The answer is the raw text, or an object that holds it as {@code raw}. */
    public static final class Answer extends Response<JsonNode> {}

    @Override
    public String address() {
        return address;
    }

    @Override
    public SignedTransaction sign(UnsignedTransaction transaction) {
        byte[] raw = Hex.bytes(ask(transaction));
        requireWhatWasAsked(transaction, raw);
        return SignedTransaction.of(raw);
    }

    private String ask(UnsignedTransaction transaction) {
        Map<String, String> call = Map.of(
                "from", address,
                "to", transaction.to(),
                "gas", quantity(transaction.gasLimit()),
                "nonce", quantity(transaction.nonce()),
                "value", "0x0",
                "data", transaction.callData(),
                "chainId", quantity(transaction.chainId()),
                "maxFeePerGas", Numeric.encodeQuantity(transaction.fees().maxFeePerGas()),
                "maxPriorityFeePerGas",
                        Numeric.encodeQuantity(transaction.fees().maxPriorityFeePerGas()));
        Answer answer = answer(new Request<>("eth_signTransaction", List.of(call), http, Answer.class));
        @Nullable JsonNode result = answer.getResult();
        if (answer.hasError() || result == null) {
            throw unavailable(answer.hasError() ? answer.getError().getMessage() : "an empty answer");
        }
        return result.isTextual() ? result.textValue() : result.path("raw").asText();
    }

    private Answer answer(Request<?, Answer> request) {
        try {
            return request.send();
        } catch (IOException | RuntimeException e) {
            // web3j reports an HTTP status as a runtime exception.
            throw unavailable(e.toString());
        }
    }

    private void requireWhatWasAsked(UnsignedTransaction asked, byte[] raw) {
        RawTransaction decoded = TransactionDecoder.decode(Hex.of(raw));
        byte[] wanted = TransactionEncoder.encode(asked.encodable());
        boolean same =
                decoded instanceof SignedRawTransaction && Arrays.equals(TransactionEncoder.encode(decoded), wanted);
        if (!same || !address.equalsIgnoreCase(from((SignedRawTransaction) decoded))) {
            throw new SettlementException(
                    Problem.SIGNER_MISMATCH,
                    "The signer at " + url.shown()
                            + " returned another transaction or another account's signature than was"
                            + " asked for (nonce " + asked.nonce() + ", account " + address
                            + "). Nothing was sent; check `submitter.remote-url` and `submitter.address`.");
        }
    }

    private static @Nullable String from(SignedRawTransaction signed) {
        try {
            return signed.getFrom();
        } catch (SignatureException e) {
            return null;
        }
    }

    private static String quantity(long value) {
        return Numeric.encodeQuantity(BigInteger.valueOf(value));
    }

    /** Without the cause, which may name the address. */
    private SettlementException unavailable(String why) {
        return new SettlementException(
                Problem.SIGNER_UNAVAILABLE,
                "The signer at " + url.shown() + " did not sign: " + url.hide(why)
                        + ". Check that it runs and holds the account.");
    }
}
