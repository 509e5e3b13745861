package dev.tributary.local.worlds;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.web3j.utils.Numeric;

/** Writes a chain's events block by block, as {@code chain.events.v1} has them. */
final class ChainScript {
    static final String MODEL_REGISTRY = "0x" + "a1".repeat(20);
    static final String GATEWAY_REGISTRY = "0x" + "a2".repeat(20);
    static final String VAULT = "0x" + "a3".repeat(20);
    static final String ACCESS_PASS = "0x" + "a4".repeat(20);
    static final String VERIFICATION_ORACLE = "0x" + "a5".repeat(20);
    static final String MARKETPLACE = "0x" + "a6".repeat(20);
    /** Where the contracts are, by their names. */
    static final Map<String, String> CONTRACTS = Map.of(
            "ModelRegistry", MODEL_REGISTRY,
            "GatewayRegistry", GATEWAY_REGISTRY,
            "RoyaltyVault", VAULT,
            "AccessPass", ACCESS_PASS,
            "VerificationOracle", VERIFICATION_ORACLE,
            "Marketplace", MARKETPLACE);

    static final String NO_ONE = "0x" + "0".repeat(40);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long chainId;
    private final List<Entry> entries = new ArrayList<>();
    private long blockNumber = 1;
    private long blockSeconds;
    private int logIndex;
    private long ordinal;
    private @Nullable String impostor;

    /** @param event whether it is a contract's event, not a {@code BlockFinalized} */
    record Entry(long ordinal, boolean event, String json) {}

    ChainScript(long chainId) {
        this.chainId = chainId;
    }

    /** Begins the next block; the same timestamp may come again. */
    void block(long timestampSeconds) {
        if (timestampSeconds < blockSeconds) {
            throw new IllegalArgumentException("blocks do not go back in time: " + timestampSeconds);
        }
        blockNumber++;
        blockSeconds = timestampSeconds;
        logIndex = 0;
    }

    void finalized() {
        ObjectNode node = envelope();
        node.put("event", "BlockFinalized");
        entries.add(new Entry(ordinal, false, node.toString()));
    }

    void fee(long feePpm) {
        event("RoyaltyVault", "FeeChanged", args().put("feePpm", feePpm));
    }

    void treasury(String treasury) {
        event("RoyaltyVault", "TreasuryChanged", args().put("treasury", treasury));
    }

    void deposited(String token, String payer, BigInteger amount) {
        ObjectNode args = args().put("token", token).put("payer", payer).put("amount", amount.toString());
        event("RoyaltyVault", "Deposited", args);
    }

    void withdrawalRequested(String token, String payer, BigInteger amount) {
        ObjectNode args = args().put("token", token).put("payer", payer).put("amount", amount.toString());
        event("RoyaltyVault", "WithdrawalRequested", args);
    }

    void spendLimit(String token, String payer, BigInteger perPeriod) {
        ObjectNode args = args().put("token", token).put("payer", payer).put("perPeriod", perPeriod.toString());
        event("RoyaltyVault", "SpendLimitChanged", args);
    }

    void sold(String token, String model, BigInteger amount) {
        ObjectNode args = args().put("token", token).put("modelId", model).put("amount", amount.toString());
        event("RoyaltyVault", "RevenueReceived", args);
    }

    void frozen(String model) {
        event("ModelRegistry", "ModelFrozen", args().put("modelId", model));
    }

    void unfrozen(String model, String redirectTo) {
        ObjectNode args = args().put("modelId", model).put("redirectTo", redirectTo);
        event("ModelRegistry", "ModelUnfrozen", args);
    }

    void passIssued(BigInteger passId, String model, String holder, BigInteger expiresAt) {
        ObjectNode args = args().put("passId", passId.toString())
                .put("modelId", model)
                .put("holder", holder)
                .put("expiresAt", expiresAt.toString());
        event("AccessPass", "PassIssued", args);
    }

    void passRevoked(BigInteger passId, String model, String holder) {
        ObjectNode args = args().put("passId", passId.toString())
                .put("modelId", model)
                .put("holder", holder)
                .put("reason", "shared");
        event("AccessPass", "PassRevoked", args);
    }

    void authorised(String gateway) {
        event("GatewayRegistry", "GatewayAuthorised", args().put("gateway", gateway));
    }

    void revoked(String gateway) {
        event("GatewayRegistry", "GatewayRevoked", args().put("gateway", gateway));
    }

    void allowed(String payer, String gateway) {
        ObjectNode args = args().put("payer", payer).put("gateway", gateway);
        event("GatewayRegistry", "GatewayAllowed", args);
    }

    void disallowed(String payer, String gateway) {
        ObjectNode args = args().put("payer", payer).put("gateway", gateway);
        event("GatewayRegistry", "GatewayDisallowed", args);
    }

    void registered(String model, String owner, List<String> parents, int royaltyPolicy, long royaltyShare) {
        ObjectNode args = args().put("modelId", model)
                .put("owner", owner)
                .put("codec", 0x55)
                .put("format", 3);
        ArrayNode array = args.putArray("parents");
        parents.forEach(array::add);
        args.put("royaltyPolicy", royaltyPolicy).put("royaltyShare", royaltyShare);
        event("ModelRegistry", "ModelRegistered", args);
    }

    void terms(
            String model,
            String token,
            List<BigInteger> pricesPerMillion,
            boolean passRequired,
            BigInteger effectiveAt) {
        ObjectNode args = args().put("modelId", model).put("token", token);
        ArrayNode prices = args.putArray("pricesPerMillion");
        pricesPerMillion.forEach(price -> prices.add(price.toString()));
        args.put("licencePrice", "0").put("minimumScorePpm", "0").put("passRequired", passRequired);
        args.put("passLifetime", "0").put("effectiveAt", effectiveAt.toString());
        event("ModelRegistry", "TermsChanged", args);
    }

    void split(String model, List<String> accounts, List<Integer> basisPoints) {
        ObjectNode args = args().put("modelId", model);
        ArrayNode accountArray = args.putArray("accounts");
        accounts.forEach(accountArray::add);
        ArrayNode shareArray = args.putArray("basisPoints");
        basisPoints.forEach(shareArray::add);
        event("ModelRegistry", "SplitChanged", args);
    }

    void transfer(String model, String from, String to) {
        event("ModelRegistry", "Transfer", transferArgs(model, from, to));
    }

    /** An event of the same name that is nobody's sale of a model. */
    void passTransfer(String tokenId, String from, String to) {
        event("AccessPass", "Transfer", transferArgs(tokenId, from, to));
    }

    private static ObjectNode transferArgs(String tokenId, String from, String to) {
        return args().put("from", from)
                .put("to", to)
                .put("tokenId", Numeric.toBigInt(tokenId).toString());
    }

    /** What is written here comes from a contract at another address that calls itself by our contracts' names. */
    void as(String address, Runnable impostor) {
        this.impostor = address;
        impostor.run();
        this.impostor = null;
    }

    /** Any event, by the names of the contract and its parameters. */
    void event(String contract, String name, ObjectNode args) {
        String address = impostor != null ? impostor : Objects.requireNonNull(CONTRACTS.get(contract));
        ordinal++;
        ObjectNode node = envelope();
        node.put("transaction", hash("7", ordinal)).put("logIndex", logIndex++);
        node.put("contract", contract).put("address", address).put("event", name);
        node.set("args", args);
        entries.add(new Entry(ordinal, true, node.toString()));
    }

    private ObjectNode envelope() {
        ObjectNode node = JSON.createObjectNode().put("chainId", chainId).put("ordinal", ordinal);
        node.putObject("block")
                .put("number", blockNumber)
                .put("hash", hash("b", blockNumber))
                .put("timestamp", blockSeconds);
        return node;
    }

    private static String hash(String kind, long number) {
        return "0x" + kind + "%063x".formatted(number);
    }

    static ObjectNode args() {
        return JSON.createObjectNode();
    }

    /** Of the event written last. */
    long ordinal() {
        return ordinal;
    }

    long blockSeconds() {
        return blockSeconds;
    }

    List<Entry> entries() {
        return entries;
    }
}
