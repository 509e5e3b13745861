package dev.tributary.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.local.Tables;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.statement.Statements;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job's TaskManagers are killed again and again while both logs are written: at any moment, between the staging of
 * lines and the commit of their header, and just after a commit. Afterwards an undisturbed run reads the same logs.
 */
@Timeout(600)
final class RoyaltyJobKillIT {
    private static final int KILLS = 20;
    /** Grain 200 ms, period 2 s, grace 500 ms. */
    private static final Pattern RESTARTS = Pattern.compile("\"numRestarts\",\"value\":\"(\\d+)\"");

    private static final String UNSEALED =
            "select count(*) from (select distinct period_start from tributary.staged_line"
                    + " except select period_start from tributary.sealed_period) unsealed";
    private static final String SEALED = "select count(*) from tributary.sealed_period";
    private static final List<String> GUARDED =
            List.of("staged_line", "sealed_period", "revised_period", "revised_line");

    private final long seed = Long.getLong("tributary.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void aJobThatIsKilledSealsTheSameBatchesAsOneThatIsNot(@TempDir Path directory) throws Exception {
        System.out.println("seed: -Dtributary.seed=" + seed);
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedDatabase database = EmbeddedDatabase.start();
                FlinkCluster cluster = FlinkCluster.start(2, 2);
                LiveMarket market = new LiveMarket(kafka, directory, seed)) {
            DatabaseLogin login = database.login(DatabaseRole.JOBS);
            LineAccounting.watch(database.login(DatabaseRole.MIGRATOR));
            JobID killed = LiveMarket.submitRoyaltyJob(cluster, kafka, login, "killed");
            CompletableFuture<Long> reported = market.run();
            killAgainAndAgain(cluster, login);
            market.stopTrading();
            long lines = reported.get();
            // Of the two TaskManagers that lived at a kill, one may have run all of the job and the other nothing.
            long restarts = restarts(cluster, killed);
            assertThat(restarts).isGreaterThan(KILLS / 2);
            SealedBatches afterKills = finish(cluster, killed, database, lines);
            List<String> accountsAfterKills = LineAccounting.read(database.login(DatabaseRole.SETTLEMENT));
            long explained = explained(database);

            empty(database.login(DatabaseRole.MIGRATOR));
            JobID undisturbed = LiveMarket.submitRoyaltyJob(cluster, kafka, login, "undisturbed");
            SealedBatches expected = finish(cluster, undisturbed, database, lines);

            System.out.printf(
                    "%d kills, %d restarts, %d lines reported, %d epochs with %d account lines%n",
                    KILLS,
                    restarts,
                    lines,
                    expected.headers().size(),
                    expected.lines().size());
            assertThat(expected.headers()).hasSizeGreaterThan(10);
            assertThat(afterKills).isEqualTo(expected);
            assertThat(accountsAfterKills)
                    .hasSizeGreaterThan(10)
                    .isEqualTo(LineAccounting.read(database.login(DatabaseRole.SETTLEMENT)));
            assertThat(LineAccounting.sealedBeforeTheirLines(database.login(DatabaseRole.MIGRATOR)))
                    .isEmpty();
            assertThat(explained).isEqualTo(afterKills.lines().size());
        }
    }

    private void killAgainAndAgain(FlinkCluster cluster, DatabaseLogin login) throws Exception {
        int oldest = 0;
        int newest = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            waitForAMoment(login);
            cluster.killTaskManager(oldest);
            cluster.startTaskManager();
            oldest = newest;
            newest++;
        }
    }

    private void waitForAMoment(DatabaseLogin login) throws Exception {
        long sealed = SealedBatches.number(login, SEALED);
        Thread.sleep(300 + random.nextInt(1_500));
        switch (random.nextInt(3)) {
            case 0 -> until(login, UNSEALED, 0);
            case 1 -> until(login, SEALED, sealed);
            default -> Thread.sleep(random.nextInt(500));
        }
    }

    /** Waits for more than {@code bound}, but not for ever: a kill at another moment is as good. */
    private static void until(DatabaseLogin login, String sql, long bound) {
        try {
            await().atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> SealedBatches.number(login, sql) > bound);
        } catch (ConditionTimeoutException e) {
            System.out.println("killed without having seen: " + sql);
        }
    }

    private static SealedBatches finish(FlinkCluster cluster, JobID job, EmbeddedDatabase database, long lines)
            throws Exception {
        DatabaseLogin login = database.login(DatabaseRole.JOBS);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> decidedLines(login) == lines
                        && SealedBatches.number(login, SEALED) > 0
                        && SealedBatches.number(login, UNSEALED) == 0);
        cluster.cancel(job);
        await().atMost(Duration.ofMinutes(1)).until(() -> cluster.status(job).isGloballyTerminalState());
        return SealedBatches.read(database.login(DatabaseRole.SETTLEMENT));
    }

    private static long restarts(FlinkCluster cluster, JobID job) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(cluster.webAddress() + "/jobs/" + job + "/metrics?get=numRestarts"))
                .build();
        AtomicLong restarts = new AtomicLong();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Matcher metric = RESTARTS.matcher(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            if (!metric.find()) {
                return false;
            }
            restarts.set(Long.parseLong(metric.group(1)));
            return true;
        });
        return restarts.get();
    }

    private static long decidedLines(DatabaseLogin login) throws SQLException {
        return SealedBatches.number(
                login,
                "select coalesce(sum(lines), 0) from tributary.line_total"
                        + " where name = 'counted' or name like 'rejected.%'");
    }

    /** How many numerators of accounts are explained by the rows beside them; any other fails its statement. */
    private static long explained(EmbeddedDatabase database) {
        Ledger ledger = Tables.ledger(database.login(DatabaseRole.SETTLEMENT));
        Statements statements = new Statements(ledger, new VaultId(LiveChain.CHAIN, LiveChain.VAULT));
        List<String> accounts = ledger.read(
                session -> session.query("select distinct account from batch_line", row -> row.getString("account")));
        long explained = 0;
        for (String account : accounts) {
            for (long epoch : statements.epochs(account, null, Long.MAX_VALUE, Integer.MAX_VALUE)) {
                explained += statements
                        .of(account, epoch, null)
                        .map(statement -> statement.tokens().size())
                        .orElse(0);
            }
        }
        return explained;
    }

    private static void empty(DatabaseLogin migrator) throws SQLException {
        try (Connection connection = migrator.connect();
                Statement statement = connection.createStatement()) {
            // Their guards refuse it, rightly.
            for (String table : GUARDED) {
                statement.execute("alter table tributary." + table + " disable trigger user");
            }
            statement.execute("truncate tributary.staged_line, tributary.sealed_period, tributary.revised_period,"
                    + " tributary.revised_line, tributary.line_total, tributary.line_minute, tributary.line_period,"
                    + " tributary.usage_minute, tributary.downstream_usage, tributary.model, tributary.charge_position,"
                    + " tributary.chain_event, tributary.usage_rejected");
            for (String table : GUARDED) {
                statement.execute("alter table tributary." + table + " enable trigger user");
            }
        }
    }
}
