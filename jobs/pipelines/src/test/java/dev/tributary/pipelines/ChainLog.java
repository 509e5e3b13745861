package dev.tributary.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.pipelines.royalties.ChainRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a chain's log by hand: one event per block unless told otherwise. */
public final class ChainLog {
    public static final long CHAIN = 31_337;
    public static final String REGISTRY = address("registry");
    public static final String GATEWAYS = address("gateways");
    public static final String VAULT = address("vault");
    public static final String PASSES = address("passes");
    public static final String ORACLE = address("oracle");
    public static final String MARKETPLACE = address("marketplace");
    public static final String TOKEN = address("token");

    private final List<ChainEvent> events = new ArrayList<>();
    private long block;

    public static String address(String name) {
        return hash(name).substring(0, 42);
    }

    public static String model(String name) {
        return hash("model " + name);
    }

    public static String owner(String name) {
        return address("owner of " + name);
    }

    private static String hash(String text) {
        return Hex.of(Keccak.hash(text.getBytes(UTF_8)));
    }

    public ChainLog fee(long seconds, long feePpm) {
        return add(seconds, "RoyaltyVault", VAULT, "FeeChanged", "{\"feePpm\":" + feePpm + "}");
    }

    public ChainLog treasury(long seconds, String treasury) {
        return add(seconds, "RoyaltyVault", VAULT, "TreasuryChanged", "{\"treasury\":\"" + treasury + "\"}");
    }

    /** Registers with a price in base units per million calls; its owner has the whole split. */
    public ChainLog register(long seconds, String name, String policy, long share, long callPrice, String... parents) {
        add(seconds, "ModelRegistry", REGISTRY, "Transfer", transferArgs(name, "0x" + "0".repeat(40), owner(name)));
        add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "ModelRegistered",
                "{\"modelId\":\"%s\",\"owner\":\"%s\",\"codec\":85,\"format\":3,\"parents\":%s,\"royaltyPolicy\":%d,\"royaltyShare\":%d}"
                        .formatted(
                                model(name),
                                owner(name),
                                quoted(java.util.Arrays.stream(parents)
                                        .map(ChainLog::model)
                                        .toList()),
                                policy.toUpperCase(Locale.ROOT).equals("LAP") ? 0 : 1,
                                share));
        terms(seconds, name, TOKEN, callPrice, seconds);
        return split(seconds, name, List.of(owner(name)), List.of(10_000));
    }

    public ChainLog terms(long seconds, String name, String token, long callPrice, long effectiveSeconds) {
        return add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "TermsChanged",
                ("{\"modelId\":\"%s\",\"token\":\"%s\",\"pricesPerMillion\":[\"%d\",\"0\",\"0\",\"0\"],\"licencePrice\":\"0\","
                                + "\"minimumScorePpm\":\"0\",\"passRequired\":false,\"passLifetime\":\"0\",\"effectiveAt\":\"%s\"}")
                        .formatted(model(name), token, callPrice, effectiveSeconds));
    }

    /** Terms that sell a licence for a score of 0.6, with a pass of a day that usage must cite. */
    ChainLog offer(long seconds, String name, long licencePrice, long effectiveSeconds) {
        return add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "TermsChanged",
                ("{\"modelId\":\"%s\",\"token\":\"%s\",\"pricesPerMillion\":[\"1\",\"2\",\"3\",\"4\"],\"licencePrice\":\"%d\","
                                + "\"minimumScorePpm\":\"600000\",\"passRequired\":true,\"passLifetime\":\"86400\",\"effectiveAt\":\"%s\"}")
                        .formatted(model(name), TOKEN, licencePrice, effectiveSeconds));
    }

    public ChainLog split(long seconds, String name, List<String> accounts, List<Integer> basisPoints) {
        return add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "SplitChanged",
                "{\"modelId\":\"%s\",\"accounts\":%s,\"basisPoints\":%s}"
                        .formatted(model(name), quoted(accounts), basisPoints));
    }

    public ChainLog transfer(long seconds, String name, String from, String to) {
        return add(seconds, "ModelRegistry", REGISTRY, "Transfer", transferArgs(name, from, to));
    }

    public ChainLog claimed(long seconds, String account, long amount, long cumulative) {
        return add(
                seconds,
                "RoyaltyVault",
                VAULT,
                "Claimed",
                "{\"account\":\"%s\",\"token\":\"%s\",\"amount\":\"%d\",\"cumulative\":\"%d\"}"
                        .formatted(account, TOKEN, amount, cumulative));
    }

    /** The registry lets the gateway report, and the payer lets it report its usage. */
    public ChainLog admit(long seconds, String gateway, String payer) {
        add(seconds, "GatewayRegistry", GATEWAYS, "GatewayAuthorised", "{\"gateway\":\"%s\"}".formatted(gateway));
        return allowance(seconds, gateway, payer, "GatewayAllowed");
    }

    public ChainLog disallow(long seconds, String gateway, String payer) {
        return allowance(seconds, gateway, payer, "GatewayDisallowed");
    }

    private ChainLog allowance(long seconds, String gateway, String payer, String event) {
        return add(
                seconds,
                "GatewayRegistry",
                GATEWAYS,
                event,
                "{\"payer\":\"%s\",\"gateway\":\"%s\"}".formatted(payer, gateway));
    }

    /** {@code Deposited} or {@code WithdrawalRequested}, of base units. */
    public ChainLog payer(long seconds, String event, String payer, long units) {
        return add(
                seconds,
                "RoyaltyVault",
                VAULT,
                event,
                "{\"token\":\"%s\",\"payer\":\"%s\",\"amount\":\"%d\"}".formatted(TOKEN, payer, units));
    }

    public ChainLog deposit(long seconds, String payer, long units) {
        return payer(seconds, "Deposited", payer, units);
    }

    public ChainLog limit(long seconds, String payer, String units) {
        return add(
                seconds,
                "RoyaltyVault",
                VAULT,
                "SpendLimitChanged",
                "{\"token\":\"%s\",\"payer\":\"%s\",\"perPeriod\":\"%s\"}".formatted(TOKEN, payer, units));
    }

    public ChainLog sold(long seconds, String name, long units) {
        return add(
                seconds,
                "RoyaltyVault",
                VAULT,
                "RevenueReceived",
                "{\"token\":\"%s\",\"modelId\":\"%s\",\"amount\":\"%d\"}".formatted(TOKEN, model(name), units));
    }

    public ChainLog freeze(long seconds, String name) {
        return add(seconds, "ModelRegistry", REGISTRY, "ModelFrozen", "{\"modelId\":\"%s\"}".formatted(model(name)));
    }

    public ChainLog unfreeze(long seconds, String name, String redirectTo) {
        return add(
                seconds,
                "ModelRegistry",
                REGISTRY,
                "ModelUnfrozen",
                "{\"modelId\":\"%s\",\"redirectTo\":\"%s\"}".formatted(model(name), redirectTo));
    }

    public ChainLog pass(long seconds, String name, long pass, String holder, String expiresAt) {
        return add(
                seconds,
                "AccessPass",
                PASSES,
                "PassIssued",
                "{\"passId\":\"%d\",\"modelId\":\"%s\",\"holder\":\"%s\",\"expiresAt\":\"%s\"}"
                        .formatted(pass, model(name), holder, expiresAt));
    }

    public ChainLog revokePass(long seconds, String name, long pass, String holder) {
        return add(
                seconds,
                "AccessPass",
                PASSES,
                "PassRevoked",
                "{\"passId\":\"%d\",\"modelId\":\"%s\",\"holder\":\"%s\",\"reason\":\"resold\"}"
                        .formatted(pass, model(name), holder));
    }

    public ChainLog benchmark(long seconds, String name, long round, String reporter, long accuracyPpm, long costPpm) {
        return add(
                seconds,
                "VerificationOracle",
                ORACLE,
                "BenchmarkReported",
                ("{\"modelId\":\"%s\",\"round\":\"%d\",\"reporter\":\"%s\",\"accuracyPpm\":%d,\"diversityPpm\":800000,"
                                + "\"absencePpm\":900000,\"costPpm\":\"%d\",\"evidence\":\"%s\"}")
                        .formatted(model(name), round, reporter, accuracyPpm, costPpm, hash("evidence")));
    }

    public ChainLog verified(long seconds, String name, long round, long scorePpm, long expiresAt) {
        return add(
                seconds,
                "VerificationOracle",
                ORACLE,
                "ModelVerified",
                "{\"modelId\":\"%s\",\"round\":\"%d\",\"scorePpm\":\"%d\",\"expiresAt\":\"%d\"}"
                        .formatted(model(name), round, scorePpm, expiresAt));
    }

    public ChainLog purchased(long seconds, String name, long purchase, String buyer, long price, long deadline) {
        return add(
                seconds,
                "Marketplace",
                MARKETPLACE,
                "Purchased",
                ("{\"purchaseId\":\"%d\",\"modelId\":\"%s\",\"buyer\":\"%s\",\"token\":\"%s\",\"price\":\"%d\","
                                + "\"minimumScorePpm\":\"600000\",\"deadline\":\"%d\"}")
                        .formatted(purchase, model(name), buyer, TOKEN, price, deadline));
    }

    /** The pass has the number of the purchase. */
    public ChainLog released(long seconds, String name, long purchase, long fee, long net) {
        return add(
                seconds,
                "Marketplace",
                MARKETPLACE,
                "Released",
                "{\"purchaseId\":\"%d\",\"modelId\":\"%s\",\"passId\":\"%d\",\"fee\":\"%d\",\"net\":\"%d\"}"
                        .formatted(purchase, model(name), purchase, fee, net));
    }

    public ChainLog refunded(long seconds, String name, long purchase, long amount) {
        return add(
                seconds,
                "Marketplace",
                MARKETPLACE,
                "Refunded",
                "{\"purchaseId\":\"%d\",\"modelId\":\"%s\",\"amount\":\"%d\"}"
                        .formatted(purchase, model(name), amount));
    }

    /** Puts the newest event into the transaction of the one before it. */
    public ChainLog inTheSameTransaction() {
        ChainEvent newest = events.remove(events.size() - 1);
        ChainEvent before = events.get(events.size() - 1);
        block = before.blockNumber();
        events.add(new ChainEvent(
                CHAIN,
                newest.ordinal(),
                before.blockNumber(),
                before.blockHash(),
                before.blockTimestampSeconds(),
                before.transaction(),
                before.logIndex() + 1,
                newest.contract(),
                newest.address(),
                newest.event(),
                newest.args()));
        return this;
    }

    public ChainLog finalized(long seconds) {
        block++;
        events.add(ChainEvent.blockFinalized(CHAIN, ordinal(), block, hash("block " + block), seconds));
        return this;
    }

    public ChainLog add(long seconds, String contract, String address, String event, String args) {
        block++;
        events.add(new ChainEvent(
                CHAIN,
                ordinal() + 1,
                block,
                hash("block " + block),
                seconds,
                hash("transaction " + block),
                0,
                contract,
                address,
                event,
                args));
        return this;
    }

    public List<ChainEvent> events() {
        return events;
    }

    public List<ChainRecord> records() {
        List<ChainRecord> records = new ArrayList<>();
        events.forEach(event -> records.add(record(records.size(), event)));
        return records;
    }

    public static ChainRecord record(long offset, ChainEvent event) {
        return new ChainRecord(offset, ChainEventJson.write(event));
    }

    public long ordinal() {
        return events.stream().mapToLong(ChainEvent::ordinal).max().orElse(0);
    }

    private static String transferArgs(String name, String from, String to) {
        BigInteger tokenId = new BigInteger(model(name).substring(2), 16);
        return "{\"from\":\"%s\",\"to\":\"%s\",\"tokenId\":\"%d\"}".formatted(from, to, tokenId);
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
