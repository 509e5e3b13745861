package dev.tributary.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.Deployment;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.FlinkCluster;
import dev.tributary.pipelines.ChainIngestConfig;
import dev.tributary.pipelines.ChainIngestJob;
import dev.tributary.pipelines.RoyaltyJob;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.run.KeySource;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.StepListener;
import dev.tributary.settlement.vault.FeeLimits;
import dev.tributary.settlement.vault.FeeRule;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.WalletUtils;

/** The tables follow from the two logs and the chain: without any backup of them they come back, and nothing is sent twice. */
@Timeout(600)
final class RebuiltDatabaseIT {
    private static final String PASSPHRASE = "for tests only";
    /** All that is published, proved or posted, without the times of its writing. */
    private static final List<String> FACTS = List.of(
            "select concat_ws(' ', epoch, state, root, leaf_count) from tributary.batch order by epoch",
            // An epoch that a later one covered was never proposed; only of the others a manifest is on chain.
            "select concat_ws(' ', epoch, previous_root, manifest_hash, manifest) from tributary.batch where epoch in"
                    + " (select (args ->> 'epoch')::bigint from tributary.accepted_chain_event where event = 'RootAccepted')"
                    + " order by epoch",
            "select concat_ws(' ', epoch, token, cumulative, residual_numerator) from tributary.batch_token order by 1",
            "select concat_ws(' ', epoch, account, token, cumulative, siblings) from tributary.proof order by 1",
            "select concat_ws(' ', epoch, account, token, numerator) from tributary.account_total order by 1",
            "select concat_ws(' ', account, token, published, claimed, claimable) from tributary.account_payable order by 1",
            "select concat_ws(' ', id, epoch, reason, token, debit, credit, amount) from tributary.posting order by 1",
            "select concat_ws(' ', name, lines) from tributary.line_accounts order by 1",
            "select event_hash from (select concat_ws(' ', ordinal, event, args, block_hash) as event_hash"
                    + " from tributary.accepted_chain_event where event <> 'BlockFinalized') e order by 1");

    private static final String ACCEPTED =
            "select args ->> 'epoch' from tributary.accepted_chain_event where event = 'RootAccepted'";
    private static final String PROPOSALS =
            "select count(*) from tributary.accepted_chain_event where event = 'RootProposed'";

    private final long seed = Long.getLong("tributary.seed", new Random().nextLong());
    private final Path folder;

    RebuiltDatabaseIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aDatabaseThatIsLostComesBackFromTheLogsAndTheChain() throws Exception {
        System.out.println("seed: -Dtributary.seed=" + seed);
        try (ClusterMarket market = ClusterMarket.open(folder, seed, 2_000);
                FlinkCluster cluster = FlinkCluster.start(1, 4)) {
            ingest(cluster, market);
            JobID first = royalties(cluster, market, "first");
            CompletableFuture<Void> traffic = market.trade(Duration.ofSeconds(24));
            settle(market, traffic::isDone);
            traffic.get();
            market.awaitSettled();
            settle(market, () -> isFinal(market));
            List<String> before = facts(market);
            Map<String, String> publishedBefore = published(market);
            String proposals = market.rows(PROPOSALS).get(0);
            cluster.cancel(first);

            market.database.recreate();
            assertThatThrownBy(() -> pass(market))
                    .isInstanceOfSatisfying(SettlementException.class, halt -> assertThat(halt.problem())
                            .isEqualTo(Problem.CHAIN_AHEAD));
            royalties(cluster, market, "second");
            market.awaitSettled();
            settle(
                    market,
                    () -> isFinal(market) && market.rows(PROPOSALS).get(0).equals(proposals));

            System.out.printf("%s proposals, %d facts, %d files%n", proposals, before.size(), publishedBefore.size());
            assertThat(Integer.parseInt(proposals)).isGreaterThanOrEqualTo(2);
            assertThat(before).hasSizeGreaterThan(200);
            assertThat(facts(market)).isEqualTo(before);
            assertThat(published(market)).isEqualTo(publishedBefore);
            assertThat(market.rows("select nonce::text from tributary.outbound_transaction"))
                    .isEmpty();
        }
    }

    /** A condition over the tables. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Passes of the settlement run until something is so; while RoyaltyJob is behind the chain, they halt and wait. */
    private void settle(ClusterMarket market, Condition until) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!until.holds()) {
            assertThat(System.nanoTime()).as("settled in time").isLessThan(end);
            try {
                pass(market);
            } catch (SettlementException e) {
                assertThat(e.problem()).as(e.getMessage()).isIn(Problem.CHAIN_AHEAD, Problem.LEASE_HELD);
            }
            Thread.sleep(100);
        }
    }

    private void pass(ClusterMarket market) throws Exception {
        DatabaseLogin login = market.database.login(DatabaseRole.SETTLEMENT);
        SettlementConfig config = new SettlementConfig(
                new VaultId(DevChain.CHAIN_ID, market.contracts().address(Deployment.ROYALTY_VAULT)),
                market.chain.url(),
                Duration.ofSeconds(10),
                0,
                new dev.tributary.settlement.database.DatabaseLogin(login.url(), login.user(), login.password()),
                key(),
                folder.resolve("epochs"),
                Duration.ofMinutes(2),
                new FeeRule(12),
                new FeeLimits(BigInteger.TEN.pow(12), BigInteger.TEN.pow(20), BigInteger.TEN.pow(20)),
                Duration.ofSeconds(5),
                Duration.ofMillis(200));
        try (SettlementRun run = SettlementRun.open(config, "test", InstantSource.system(), StepListener.NONE)) {
            run.pass();
        }
    }

    private KeySource key() throws Exception {
        Path keys = folder.resolve("keys");
        Path passphrase = keys.resolve("passphrase");
        if (Files.notExists(keys)) {
            Files.createDirectories(keys);
            Files.writeString(passphrase, PASSPHRASE);
            WalletUtils.generateWalletFile(PASSPHRASE, DevAccounts.at(1).getEcKeyPair(), keys.toFile(), false);
        }
        try (Stream<Path> files = Files.list(keys)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Path keystore = all.stream()
                    .filter(file -> !file.equals(passphrase))
                    .findFirst()
                    .orElseThrow();
            return new KeySource.Keystore(keystore, passphrase);
        }
    }

    /** And RoyaltyJob, which reads the chain log on its own, has told of every acceptance. */
    private static boolean isFinal(ClusterMarket market) throws Exception {
        return market.rows("select 1 where exists (select from tributary.sealed_period) and not exists"
                                + " (select from tributary.sealed_period p left join tributary.batch b using (chain_id, vault, epoch)"
                                + "  where b.state is distinct from 'FINAL')"
                                + " and not exists (select from tributary.outbound_transaction where purpose = 'ACCEPT'"
                                + "  and epoch::text not in (" + ACCEPTED + "))")
                        .size()
                == 1;
    }

    private static List<String> facts(ClusterMarket market) throws Exception {
        List<String> facts = new ArrayList<>(market.sealedBatches());
        for (String sql : FACTS) {
            facts.addAll(market.rows(sql));
        }
        return facts;
    }

    /** What the run published of the epochs that were accepted themselves: the hash of each file, by its name. */
    private Map<String, String> published(ClusterMarket market) throws Exception {
        Map<String, String> published = new TreeMap<>();
        for (String epoch : market.rows(ACCEPTED)) {
            try (Stream<Path> files = Files.walk(folder.resolve("epochs").resolve(epoch))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    published.put(folder.relativize(file).toString(), Hex.of(Keccak.hash(Files.readAllBytes(file))));
                }
            }
        }
        return published;
    }

    private static void ingest(FlinkCluster cluster, ClusterMarket market) throws Exception {
        ChainIngestConfig config =
                ChainIngestConfig.from(Settings.load(market.ingestConfig(), Map.of(), ChainIngestConfig.KEYS));
        StreamExecutionEnvironment environment = environment(cluster, 1);
        ChainIngestJob.build(environment, config);
        cluster.submit(environment, "ChainIngestJob");
    }

    private static JobID royalties(FlinkCluster cluster, ClusterMarket market, String name) throws Exception {
        RoyaltyJobConfig config =
                RoyaltyJobConfig.from(Settings.load(market.royaltyConfig(), Map.of(), RoyaltyJobConfig.KEYS));
        RoyaltyJob.ensureTopics(config);
        StreamExecutionEnvironment environment = environment(cluster, 2);
        RoyaltyJob.build(environment, config);
        return cluster.submit(environment, name);
    }

    private static StreamExecutionEnvironment environment(FlinkCluster cluster, int parallelism) {
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(parallelism);
        environment.enableCheckpointing(500);
        return environment;
    }
}
