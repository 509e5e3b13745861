package dev.tributary.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A family of six models whose terms, splits, owners and platform fee change while its log is written. */
public final class LiveChain {
    public static final long CHAIN = 31_337;
    public static final String REGISTRY = address("registry");
    public static final String GATEWAYS = address("gateways");
    public static final String VAULT = address("vault");
    static final List<String> MODELS = List.of("R", "A", "B", "C", "D", "E");

    private static final String TOKEN = address("token");

    private final List<byte[]> written = new ArrayList<>();
    private long ordinal;
    private long block;

    static String address(String name) {
        return hash(name).substring(0, 42);
    }

    static String model(String name) {
        return hash("model " + name);
    }

    private static String hash(String text) {
        return Hex.of(Keccak.hash(text.getBytes(UTF_8)));
    }

    /** The whole log so far. */
    List<byte[]> written() {
        return written;
    }

    /** The gateways may report for every payer, and every payer has paid something in. */
    void begin(long seconds, List<String> gateways, List<String> payers) {
        add(seconds, "RoyaltyVault", VAULT, "FeeChanged", "{\"feePpm\":25000}");
        add(seconds, "RoyaltyVault", VAULT, "TreasuryChanged", "{\"treasury\":\"" + address("treasury") + "\"}");
        for (String gateway : gateways) {
            add(seconds, "GatewayRegistry", GATEWAYS, "GatewayAuthorised", "{\"gateway\":\"" + gateway + "\"}");
            payers.forEach(payer -> add(
                    seconds,
                    "GatewayRegistry",
                    GATEWAYS,
                    "GatewayAllowed",
                    "{\"payer\":\"%s\",\"gateway\":\"%s\"}".formatted(payer, gateway)));
        }
        payers.forEach(payer -> vault(seconds, "Deposited", payer, 5));
        register(seconds, "R", 0, 5_000_000);
        register(seconds, "A", 0, 10_000_000, "R");
        register(seconds, "B", 1, 20_000_000, "A");
        register(seconds, "C", 0, 7_000_000, "A");
        register(seconds, "D", 1, 30_000_000, "B", "C");
        register(seconds, "E", 0, 0, "D");
    }

    void changeSomething(Random random, long seconds, List<String> payers) {
        String payer = payers.get(random.nextInt(payers.size()));
        vault(seconds, random.nextInt(4) == 0 ? "WithdrawalRequested" : "Deposited", payer, 1 + random.nextInt(2_000));
        String model = MODELS.get(random.nextInt(MODELS.size()));
        switch (random.nextInt(4)) {
            case 0 -> terms(seconds, model, 1 + random.nextInt(9_000_000), seconds + random.nextInt(3));
            case 1 -> split(seconds, model, 1 + random.nextInt(9_999));
            case 2 ->
                add(
                        seconds,
                        "ModelRegistry",
                        REGISTRY,
                        "Transfer",
                        "{\"from\":\"%s\",\"to\":\"%s\",\"tokenId\":\"%d\"}"
                                .formatted(
                                        address("owner " + model),
                                        address("buyer " + random.nextInt(9)),
                                        new BigInteger(model(model).substring(2), 16)));
            default ->
                add(
                        seconds,
                        "RoyaltyVault",
                        VAULT,
                        "FeeChanged",
                        "{\"feePpm\":" + (20_000 + random.nextInt(30_001)) + "}");
        }
    }

    void finalizeBlock(long seconds) {
        block++;
        write(ChainEvent.blockFinalized(CHAIN, ordinal, block, hash("block " + block), seconds));
    }

    private void vault(long seconds, String event, String payer, long units) {
        add(
                seconds,
                "RoyaltyVault",
                VAULT,
                event,
                "{\"token\":\"%s\",\"payer\":\"%s\",\"amount\":\"%d\"}".formatted(TOKEN, payer, units));
    }

    private void register(long seconds, String name, int policy, long share, String... parents) {
        String quoted = List.of(parents).stream()
                .map(parent -> "\"" + model(parent) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "ModelRegistered",
                "{\"modelId\":\"%s\",\"owner\":\"%s\",\"codec\":85,\"format\":3,\"parents\":%s,\"royaltyPolicy\":%d,\"royaltyShare\":%d}"
                        .formatted(model(name), address("owner " + name), quoted, policy, share));
        terms(seconds, name, 3_000_000, seconds);
    }

    private void terms(long seconds, String name, long callPrice, long effectiveAt) {
        add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "TermsChanged",
                ("{\"modelId\":\"%s\",\"token\":\"%s\",\"pricesPerMillion\":[\"%d\",\"7\",\"11\",\"0\"],\"licencePrice\":\"0\","
                                + "\"minimumScorePpm\":\"0\",\"passRequired\":false,\"passLifetime\":\"0\",\"effectiveAt\":\"%d\"}")
                        .formatted(model(name), TOKEN, callPrice, effectiveAt));
    }

    private void split(long seconds, String name, int first) {
        add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "SplitChanged",
                "{\"modelId\":\"%s\",\"accounts\":[\"%s\",\"%s\"],\"basisPoints\":[%d,%d]}"
                        .formatted(model(name), address("first " + name), address("second"), first, 10_000 - first));
    }

    private void add(long seconds, String contract, String address, String event, String args) {
        block++;
        ordinal++;
        write(new ChainEvent(
                CHAIN,
                ordinal,
                block,
                hash("block " + block),
                seconds,
                hash("transaction " + block),
                0,
                contract,
                address,
                event,
                args));
    }

    private void write(ChainEvent event) {
        written.add(ChainEventJson.write(event));
    }
}
