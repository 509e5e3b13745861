package dev.tributary.local.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.chain.DecodedEvent;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EvmLog;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcOptions;
import dev.tributary.chain.Web3jRpc;
import dev.tributary.chain.contracts.GatewayRegistry;
import dev.tributary.chain.contracts.ModelRegistry;
import dev.tributary.chain.contracts.ModelRegistry.Split;
import dev.tributary.chain.contracts.ModelRegistry.Terms;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.RoyaltySettings;
import dev.tributary.pipelines.replay.ProgressListener;
import dev.tributary.pipelines.replay.Recomputation;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.pipelines.royalties.ContractAddresses;
import dev.tributary.pipelines.royalties.FundingSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;

/**
 * A market that really happened: contracts on the dev chain, their decoded logs, and reports that a gateway signed, in the
 * two files that a replay reads. One model with two owners, one payer, two periods.
 */
final class LoggedMarket {
    static final Credentials PAYER = DevAccounts.at(0);
    private static final Credentials CREATOR = DevAccounts.at(5);
    private static final Credentials GATEWAY = DevAccounts.at(6);
    private static final long GRACE_MILLIS = 2_000;
    private static final byte[] MODEL = Keccak.hash("a model".getBytes(UTF_8));
    private static final long CALL_PRICE_PER_MILLION = 3_333_333;

    final Settled settled;
    final Path chainFile;
    final Path usageFile;
    final RoyaltySettings rules;
    private final long callPricePerMillion;
    private final List<String> usage = new ArrayList<>();
    private long startSeconds;

    private LoggedMarket(Settled settled, Path folder, long callPricePerMillion) {
        this.settled = settled;
        this.callPricePerMillion = callPricePerMillion;
        this.chainFile = folder.resolve("chain.jsonl");
        this.usageFile = folder.resolve("usage.jsonl");
        Deployment deployment = settled.marketplace.deployment();
        this.rules = new RoyaltySettings(
                DevChain.CHAIN_ID,
                new ContractAddresses(
                        deployment.address(Deployment.MODEL_REGISTRY),
                        deployment.address(Deployment.GATEWAY_REGISTRY),
                        settled.vault.address(),
                        ""),
                new BookingRule(1_000, HandSealed.PERIOD_MILLIS, GRACE_MILLIS),
                "usage.reported.v1",
                1,
                FundingSettings.PREPAID,
                true,
                true);
    }

    /** Registers, trades for two periods, lets both clocks pass their ends, and writes the two logs. */
    static LoggedMarket trade(Settled settled, Path folder) throws Exception {
        return trade(new LoggedMarket(settled, folder, CALL_PRICE_PER_MILLION));
    }

    /** The same usage for so little that no account has a whole base unit: two epochs without a leaf. */
    static LoggedMarket tradeForDust(Settled settled, Path folder) throws Exception {
        return trade(new LoggedMarket(settled, folder, 1));
    }

    private static LoggedMarket trade(LoggedMarket market) throws Exception {
        market.register();
        market.report();
        market.settled.chain.command("evm_setNextBlockTimestamp", market.startSeconds + 25);
        market.settled.chain.mine(3);
        market.writeLogs();
        return market;
    }

    /** What the logs give; another chain file stands for rules that read it wrongly. */
    RecomputedBatches recomputed(Path chain) {
        return Recomputation.ofFiles(chain, usageFile, rules, 1, ProgressListener.NONE);
    }

    /** The chain's log as a job with a wrong rule would take it: the platform's fee is 3 % instead of 2.5 %. */
    Path withWrongFee() throws IOException {
        String right = Files.readString(chainFile);
        String wrong = right.replace("\"feePpm\":25000", "\"feePpm\":30000");
        if (wrong.equals(right)) {
            throw new AssertionError("there is no fee in " + right);
        }
        return Files.writeString(chainFile.resolveSibling("wrong-chain.jsonl"), wrong);
    }

    /** As the RoyaltyJob does. */
    void seal(RecomputedBatches batches) throws Exception {
        for (BatchHeader header : batches.headers()) {
            settled.sealed.seal(header, batches.lines(header));
        }
    }

    /** As the RoyaltyJob tells of its only payer. */
    void tellPositions(RecomputedBatches batches) throws SQLException {
        Map<String, BigInteger> received = new TreeMap<>();
        try (Connection connection = settled.database.login(DatabaseRole.JOBS).connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into tributary.payer_position values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (BatchHeader header : batches.headers()) {
                for (TokenTotals totals : header.tokens()) {
                    BigInteger before = received.getOrDefault(totals.token(), BigInteger.ZERO);
                    received.put(totals.token(), totals.receivedMicro());
                    insert.setLong(1, header.chainId());
                    insert.setString(2, header.vault());
                    insert.setTimestamp(3, new Timestamp(header.periodStartMillis()));
                    insert.setString(4, totals.token());
                    insert.setString(5, PAYER.getAddress().toLowerCase(Locale.ROOT));
                    List<BigInteger> amounts = List.of(
                            totals.receivedMicro().subtract(before),
                            totals.revenueMicro(),
                            totals.voidMicro(),
                            totals.writtenOffMicro(),
                            totals.withdrawnMicro(),
                            totals.balancesMicro(),
                            totals.unfundedMicro());
                    for (int i = 0; i < amounts.size(); i++) {
                        insert.setBigDecimal(6 + i, new BigDecimal(amounts.get(i)));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    /** As the RoyaltyJob tells of the vault's payments. */
    void tellClaims() throws Exception {
        EventDecoder decoder = EventDecoder.of(settled.marketplace.deployment());
        try (EvmRpc rpc = rpc();
                Connection connection =
                        settled.database.login(DatabaseRole.JOBS).connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into tributary.claim values (?, ?, ?, ?, ?, ?, ?, ?, ?, now()) on conflict do nothing")) {
            for (EvmLog log : rpc.logs(0, rpc.finalizedHead().number(), List.of(settled.vault.address()))) {
                DecodedEvent event = decoder.decode(log);
                if (event.event().equals("Claimed")) {
                    JsonNode args = new ObjectMapper().readTree(event.args());
                    insert.setLong(1, DevChain.CHAIN_ID);
                    insert.setString(2, log.transaction());
                    insert.setInt(3, log.logIndex());
                    insert.setString(4, settled.vault.address());
                    insert.setString(5, args.path("account").asText());
                    insert.setString(6, args.path("token").asText());
                    insert.setBigDecimal(7, new BigDecimal(args.path("amount").asText()));
                    insert.setBigDecimal(
                            8, new BigDecimal(args.path("cumulative").asText()));
                    insert.setLong(9, log.blockNumber());
                    insert.executeUpdate();
                }
            }
        }
    }

    /** Claims for every account with something to claim, in blocks of their own; base units paid in all. */
    BigInteger claimAll() throws Exception {
        BigInteger paid = BigInteger.ZERO;
        for (Map.Entry<String, BigInteger> account : settled.claimable().entrySet()) {
            if (account.getValue().signum() > 0) {
                BigInteger before = settled.marketplace
                        .token(settled.chain, PAYER)
                        .balanceOf(account.getKey())
                        .send();
                paid = paid.add(settled.claim(account.getKey()).subtract(before));
            }
        }
        settled.chain.mine(3);
        return paid;
    }

    /** What a verifier is told: no database, no key. */
    Path verifierConfig(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "chain.id=" + DevChain.CHAIN_ID,
                "chain.rpc-url=" + settled.chain.url(),
                "contract.royalty-vault=" + settled.vault.address(),
                "contract.model-registry=" + rules.contracts().modelRegistry(),
                "contract.gateway-registry=" + rules.contracts().gatewayRegistry(),
                "usage.partitions=1",
                "rating.grain=1s",
                "settlement.period=10s",
                "settlement.grace=2s"));
        lines.addAll(List.of(more));
        return Files.write(chainFile.resolveSibling("verifier.properties"), lines);
    }

    private void register() throws Exception {
        DevChain chain = settled.chain;
        ModelRegistry models = settled.marketplace.models(chain, CREATOR);
        byte[] salt = Keccak.hash("salt".getBytes(UTF_8));
        byte[] creator = Hex.bytes("0x" + "0".repeat(24) + CREATOR.getAddress().substring(2));
        models.commit(Keccak.hash(MODEL, creator, salt)).send();
        chain.mine(1);
        Terms terms = new Terms(
                settled.marketplace.token(),
                BigInteger.valueOf(callPricePerMillion),
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                false,
                BigInteger.ZERO);
        Split split = new Split(
                List.of(CREATOR.getAddress(), DevAccounts.at(7).getAddress()),
                List.of(BigInteger.valueOf(6_667), BigInteger.valueOf(3_333)));
        models.register(
                        salt,
                        MODEL,
                        BigInteger.valueOf(0x55),
                        BigInteger.valueOf(3),
                        List.of(),
                        terms,
                        BigInteger.ZERO,
                        BigInteger.ZERO,
                        split)
                .send();
        GatewayRegistry admin = settled.marketplace.gateways(chain, DevAccounts.at(0));
        admin.authorise(GATEWAY.getAddress()).send();
        admin.allow(GATEWAY.getAddress()).send();
    }

    private void report() throws Exception {
        try (EvmRpc rpc = rpc()) {
            long period = HandSealed.PERIOD_MILLIS / 1_000;
            startSeconds = (rpc.latestHead().timestampSeconds() / period + 1) * period;
        }
        heartbeat(startSeconds);
        send(1, startSeconds + 3, line(startSeconds + 2, 7), line(startSeconds + 3, 5));
        send(2, startSeconds + 13, line(startSeconds + 12, 11));
        heartbeat(startSeconds + 23);
    }

    private static String line(long seconds, long calls) {
        return ("{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/test\",\"type\":\"ai.inference.usage.v1\",\"subject\":\"%s\","
                        + "\"time\":\"%s\",\"data\":{\"payer\":\"%s\",\"calls\":%d}}")
                .formatted(Hex.of(MODEL), Instant.ofEpochSecond(seconds), PAYER.getAddress(), calls);
    }

    private void send(long sequence, long appendSeconds, String... lines) throws Exception {
        byte[] value = ("[" + String.join(",", lines) + "]").getBytes(UTF_8);
        byte[] digest = new UsageReportDigest(
                        DevChain.CHAIN_ID, rules.contracts().gatewayRegistry())
                .digest(
                        Hex.bytes(GATEWAY.getAddress()),
                        sequence,
                        MessageDigest.getInstance("SHA-256").digest(value));
        Sign.SignatureData signed = Sign.signMessage(digest, GATEWAY.getEcKeyPair(), false);
        String signature = Hex.of(signed.getR())
                + Hex.of(signed.getS()).substring(2)
                + Hex.of(signed.getV()).substring(2);
        add(
                appendSeconds,
                Map.of(
                        "gateway",
                        GATEWAY.getAddress().toLowerCase(Locale.ROOT),
                        "sequence",
                        Long.toString(sequence),
                        "signature",
                        signature),
                value);
    }

    private void heartbeat(long appendSeconds) {
        add(appendSeconds, Map.of("heartbeat", ""), new byte[0]);
    }

    private void add(long appendSeconds, Map<String, String> headers, byte[] value) {
        usage.add(UsageJsonLines.write(new UsageLogRecord(0, usage.size(), appendSeconds * 1_000, headers, value)));
    }

    private EvmRpc rpc() {
        return new Web3jRpc(RpcOptions.of(settled.chain.url(), DevChain.CHAIN_ID));
    }

    private void writeLogs() throws IOException {
        Files.write(usageFile, usage);
        List<String> events = new ArrayList<>();
        EventDecoder decoder = EventDecoder.of(settled.marketplace.deployment());
        try (EvmRpc rpc = rpc()) {
            BlockHeader head = rpc.finalizedHead();
            List<BlockHeader> headers = rpc.headers(0, head.number());
            for (EvmLog log :
                    rpc.logs(settled.marketplace.deployment().deploymentBlock(), head.number(), decoder.addresses())) {
                DecodedEvent event = decoder.decode(log);
                events.add(new String(
                        ChainEventJson.write(new ChainEvent(
                                DevChain.CHAIN_ID,
                                events.size() + 1L,
                                log.blockNumber(),
                                log.blockHash(),
                                headers.get((int) log.blockNumber()).timestampSeconds(),
                                log.transaction(),
                                log.logIndex(),
                                event.contract(),
                                log.address(),
                                event.event(),
                                event.args())),
                        UTF_8));
            }
            events.add(new String(
                    ChainEventJson.write(ChainEvent.blockFinalized(
                            DevChain.CHAIN_ID, events.size(), head.number(), head.hash(), head.timestampSeconds())),
                    UTF_8));
        }
        Files.write(chainFile, events);
    }
}
