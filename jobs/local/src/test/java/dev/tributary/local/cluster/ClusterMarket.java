package dev.tributary.local.cluster;

import static org.awaitility.Awaitility.await;

import dev.tributary.chain.Deployment;
import dev.tributary.domain.usage.UsageReportDigest;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.simulation.GeneratedFamily;
import dev.tributary.local.simulation.MarketPlan;
import dev.tributary.local.simulation.MarketScript;
import dev.tributary.local.simulation.Party;
import dev.tributary.local.simulation.Phase;
import dev.tributary.local.simulation.ReportingGateways;
import dev.tributary.local.simulation.Seed;
import dev.tributary.local.simulation.SentLines;
import dev.tributary.local.simulation.SyntheticRequests;
import dev.tributary.local.simulation.TrafficRun;
import dev.tributary.local.simulation.UnrulyGateway;
import dev.tributary.local.simulation.UnrulyPlan;
import dev.tributary.local.simulation.UsagePlan;
import dev.tributary.pipelines.KafkaRecomputation;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.replay.RecomputedBatches;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.web3j.crypto.Credentials;

/**
 * What lies around the jobs: Kafka, PostgreSQL, a dev chain with the contracts, and gateways that report usage of it, some
 * of it late, repeated, forged or broken.
 */
final class ClusterMarket implements AutoCloseable {
    private static final Path CONTRACTS = Path.of("../../contracts");
    private static final Credentials ADMIN = DevAccounts.at(0);
    private static final BigInteger AMPLE = BigInteger.TEN.pow(12);
    private static final String USAGE = "usage.reported.v1";
    private static final int PARTITIONS = 4;
    private static final String PERIOD = "4s";
    private static final String UNSEALED =
            "select count(*) from (select distinct period_start from tributary.staged_line"
                    + " except select period_start from tributary.sealed_period) unsealed";

    final EmbeddedKafka kafka;
    final EmbeddedDatabase database;
    final DevChain chain;
    private final Path folder;
    private final UsagePlan plan;
    private final SentLines sent = new SentLines();
    private final MarketplaceDeployment deployment;

    private ClusterMarket(
            EmbeddedKafka kafka, EmbeddedDatabase database, DevChain chain, Path folder, long seed, long lines) {
        this.kafka = kafka;
        this.database = database;
        this.chain = chain;
        this.folder = folder;
        Seed source = new Seed(seed);
        this.plan =
                new UsagePlan(MarketPlan.of(source, GeneratedFamily.of(source)), new SyntheticRequests(source), lines);
        this.deployment = deploy();
    }

    /** Everything up, models registered, gateways admitted and payers with money; a block every second from then on. */
    static ClusterMarket open(Path folder, long seed, long lines) {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        EmbeddedDatabase database = EmbeddedDatabase.start();
        DevChain chain = DevChain.start(DevChain.Options.automine(CONTRACTS));
        ClusterMarket market = new ClusterMarket(kafka, database, chain, folder, seed, lines);
        MarketScript script = new MarketScript(chain, market.deployment, ADMIN, market.plan.market());
        script.registerModels(model -> {});
        script.admitGateways();
        market.plan.market().payers().forEach(payer -> script.deposit(payer, AMPLE));
        chain.mineEvery(1);
        return market;
    }

    private MarketplaceDeployment deploy() {
        return MarketplaceDeployment.deploy(
                chain,
                ADMIN,
                new MarketplaceDeployment.Options(
                        plan.market().treasury().address(),
                        DevAccounts.at(1).getAddress(),
                        DevAccounts.at(2).getAddress(),
                        DevAccounts.at(3).getAddress(),
                        25_000,
                        0,
                        1,
                        new MarketplaceDeployment.Sales(
                                plan.market().licences().reporters().stream()
                                        .map(Party::address)
                                        .toList(),
                                1,
                                3_600,
                                3_600)));
    }

    /** Reports every planned line over so much time, in the background. */
    CompletableFuture<Void> trade(Duration whole) {
        return CompletableFuture.runAsync(() -> {
            MarketPlan market = plan.market();
            String registry = deployment.deployment().address(Deployment.GATEWAY_REGISTRY);
            UsageReportDigest digest = new UsageReportDigest(DevChain.CHAIN_ID, registry);
            try (ReportingGateways gateways = ReportingGateways.open(
                            market,
                            new ReportingGateways.Destination(
                                    DevChain.CHAIN_ID,
                                    registry,
                                    kafka.bootstrapServers(),
                                    USAGE,
                                    PARTITIONS,
                                    folder.resolve("gateways")));
                    UnrulyGateway unruly = UnrulyGateway.open(market, digest, kafka.bootstrapServers(), USAGE, sent)) {
                InstantSource clock = InstantSource.system();
                TrafficRun run = new TrafficRun(
                        plan, UnrulyPlan.of(plan), gateways, unruly, sent, clock, whole, Duration.ofSeconds(3));
                for (Phase phase : Phase.values()) {
                    run.run(phase, clock.millis());
                }
                run.finish();
            }
        });
    }

    /** Waits until so many periods are sealed. */
    void awaitSealed(long periods) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> number("select count(*) from tributary.sealed_period") >= periods);
    }

    /** Waits until every line that was sent is decided, and every period with lines sealed. */
    void awaitSettled() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() ->
                        number("select lines from tributary.line_accounts where name = 'reported'") == sent.reported()
                                && number("select lines from tributary.line_accounts where name = 'pending'") == 0
                                && number(UNSEALED) == 0);
    }

    /** The deployed contracts. */
    Deployment contracts() {
        return deployment.deployment();
    }

    long linesReported() {
        return sent.reported();
    }

    /** The canonical headers and every line, as PostgreSQL has them. */
    List<String> sealedBatches() throws SQLException {
        List<String> batches = new ArrayList<>(rows("select header from tributary.sealed_period order by epoch"));
        batches.addAll(rows("select concat_ws(' ', epoch, token, account, numerator) from tributary.batch_line"
                + " order by epoch, token, account"));
        return batches;
    }

    /** The same of an undisturbed run over both logs, in this process. */
    List<String> replayedBatches() throws IOException {
        RoyaltyJobConfig config =
                RoyaltyJobConfig.from(Settings.load(royaltyConfig(), Map.of(), RoyaltyJobConfig.KEYS));
        RecomputedBatches replayed =
                KafkaRecomputation.run(kafka.bootstrapServers(), config.chainTopic(), config.rules(), 2);
        List<String> headers = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        replayed.headers().stream().filter(RecomputedBatches::isComplete).forEach(header -> {
            headers.add(header.toCanonicalJson());
            replayed.lines(header)
                    .forEach(line -> lines.add(
                            header.epoch() + " " + line.token() + " " + line.account() + " " + line.numerator()));
        });
        headers.addAll(lines);
        return headers;
    }

    Path ingestConfig() throws IOException {
        return write(
                "ingest.properties",
                Map.of(
                        "chain.id", Long.toString(DevChain.CHAIN_ID),
                        "chain.rpc-url", chain.url(),
                        "chain.deployment",
                                deployment.deployment().write(folder).toString(),
                        "chain.poll-interval", "250ms",
                        "kafka.bootstrap-servers", kafka.bootstrapServers(),
                        "usage.partitions", Integer.toString(PARTITIONS),
                        "heartbeat.interval", "250ms",
                        "topic.replication", "1"));
    }

    Path royaltyConfig() throws IOException {
        DatabaseLogin login = database.login(DatabaseRole.JOBS);
        Deployment contracts = deployment.deployment();
        Map<String, String> settings = new TreeMap<>(Map.of(
                RoyaltyJobConfig.CHAIN_ID, Long.toString(DevChain.CHAIN_ID),
                RoyaltyJobConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers(),
                RoyaltyJobConfig.USAGE_PARTITIONS, Integer.toString(PARTITIONS),
                RoyaltyJobConfig.REPLICATION, "1",
                RoyaltyJobConfig.RATING_GRAIN, "1s",
                RoyaltyJobConfig.PERIOD, PERIOD,
                RoyaltyJobConfig.GRACE, "1s",
                RoyaltyJobConfig.DATABASE_URL, login.url(),
                RoyaltyJobConfig.DATABASE_USER, login.user(),
                RoyaltyJobConfig.DATABASE_PASSWORD_FILE, login.passwordFile().toString()));
        settings.putAll(Map.of(
                RoyaltyJobConfig.MODEL_REGISTRY, contracts.address(Deployment.MODEL_REGISTRY),
                RoyaltyJobConfig.GATEWAY_REGISTRY, contracts.address(Deployment.GATEWAY_REGISTRY),
                RoyaltyJobConfig.ROYALTY_VAULT, contracts.address(Deployment.ROYALTY_VAULT),
                RoyaltyJobConfig.ACCESS_PASS, contracts.address(Deployment.ACCESS_PASS),
                RoyaltyJobConfig.VERIFICATION_ORACLE, contracts.address(Deployment.VERIFICATION_ORACLE),
                RoyaltyJobConfig.MARKETPLACE, contracts.address(Deployment.MARKETPLACE)));
        return write("royalty.properties", settings);
    }

    private Path write(String name, Map<String, String> settings) throws IOException {
        return Files.write(
                folder.resolve(name),
                settings.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    private long number(String sql) throws SQLException {
        return rows(sql).stream().mapToLong(Long::parseLong).findFirst().orElse(-1);
    }

    /** The first column of each row, as the settlement run may read it. */
    List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.login(DatabaseRole.SETTLEMENT).connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        chain.close();
        kafka.close();
        database.close();
    }
}
