package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.CommandRun;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.rules.BatchState;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job with a wrong rule sealed; the guardian finds it out and revokes; a replay with the right rule is settled. */
final class ReviseIT {
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Path folder;
    private Settled settled;
    private LoggedMarket market;
    private Path config;
    private Path replay;
    private String out = "";

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
        chain.close();
    }

    @BeforeEach
    void proposeByTheWrongRule(@TempDir Path emptyFolder) throws Exception {
        folder = emptyFolder;
        settled = Settled.deploy(chain, database, folder);
        market = LoggedMarket.trade(settled, folder);
        RecomputedBatches wrong = market.recomputed(market.withWrongFee());
        market.seal(wrong);
        market.tellPositions(wrong);
        settled.pass();
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        config = market.verifierConfig("database.url=" + login.url(), "database.password-file=" + login.passwordFile());
        replay = folder.resolve("replay");
    }

    /** The submitter has one transaction in flight, whatever the vault: the next test needs it. */
    @AfterEach
    void settle() throws Exception {
        settled.settle();
    }

    private int run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        out = run.out() + run.err();
        return run.exitCode();
    }

    private int runConfigured(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--config", config.toString()));
        return run(all.toArray(String[]::new));
    }

    private int replayed() {
        return replayed(market.chainFile);
    }

    private int replayed(Path chainFile) {
        return run(
                "replay",
                "--chain",
                chainFile.toString(),
                "--usage",
                market.usageFile.toString(),
                "--period",
                "10s",
                "--grace",
                "2s",
                "--grain",
                "1s",
                "--out",
                replay.toString());
    }

    private int verify() {
        return runConfigured(
                "verify-batch",
                "2",
                "--chain",
                market.chainFile.toString(),
                "--usage",
                market.usageFile.toString(),
                "--published",
                folder.resolve("epochs").toString());
    }

    private int revise(String from) {
        return runConfigured(
                "revise", "--replay", replay.toString(), "--from", from, "--reason", "the fee was misread");
    }

    private void revoke() throws Exception {
        settled.marketplace
                .vault(chain, Settled.GUARDIAN)
                .revoke(BigInteger.TWO, "the fee is wrong")
                .send();
        chain.mine(3);
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = database.login(DatabaseRole.READ).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("VAULT_ADDRESS", settled.vault.address()))) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private List<String> sealedRows() throws SQLException {
        return rows("select concat_ws(' ', epoch, token, account, numerator) from tributary.batch_line"
                + " where vault = 'VAULT_ADDRESS' order by 1");
    }

    @Test
    void aWrongRuleIsFoundRevokedRevisedAndPaidRightToTheLastUnit() throws Exception {
        List<String> sealed = sealedRows();
        assertThat(verify()).as(out).isEqualTo(ExitCode.HALTED);
        assertThat(out).contains("DIFFERENT  account 0x", "the difference comes from epoch 1");
        revoke();
        settled.pass();
        assertThat(settled.state(2)).isEqualTo(BatchState.REVOKED);

        assertThat(replayed()).as(out).isEqualTo(ExitCode.OK);
        assertThat(revise("1")).as(out).isEqualTo(ExitCode.OK);
        assertThat(out).contains("Epoch 1 is of revision 2 now", "Epoch 2 is of revision 2 now");
        assertThat(sealedRows()).as("what was sealed stays").isEqualTo(sealed);
        assertThat(rows("select concat_ws(' ', epoch, revision, settled, reason) from tributary.batch_revision"
                        + " where vault = 'VAULT_ADDRESS' order by 1"))
                .containsExactly(
                        "1 1 f sealed", "1 2 t the fee was misread", "2 1 f sealed", "2 2 t the fee was misread");
        assertThat(rows("select reason from tributary.epoch_history where vault = 'VAULT_ADDRESS' and epoch = 2"
                        + " order by changed_at desc limit 1"))
                .containsExactly("revised: the fee was misread");

        settled.pass();
        assertThat(settled.state(2)).isEqualTo(BatchState.PROPOSED);
        assertThat(verify()).as(out).isEqualTo(ExitCode.OK);
        settled.settle();
        assertThat(settled.acceptances()).extracting(Settled::epoch).containsExactly(BigInteger.TWO);

        BigInteger paid = market.claimAll();
        String token = settled.marketplace.token();
        assertThat(settled.contract().claimedTotal(token).send()).isEqualTo(paid);
        assertThat(settled.contract().acceptedTotal(token).send()).isEqualTo(paid);
        market.tellClaims();
        settled.pass();
        assertThat(runConfigured("reconcile")).as(out).isEqualTo(ExitCode.OK);
    }

    @Test
    void whatIsOnItsWayOrAcceptedIsNotRevised() throws Exception {
        assertThat(replayed()).isEqualTo(ExitCode.OK);
        assertThat(revise("1")).isEqualTo(ExitCode.USAGE);
        assertThat(out).contains("REVISION_REFUSED: ", "epoch 2 is proposed and can still be accepted");
        settled.settle();
        assertThat(revise("1")).isEqualTo(ExitCode.USAGE);
        assertThat(out).contains("REVISION_REFUSED: ", "the vault accepted epoch 2");
        assertThat(settled.batches()).allMatch(batch -> batch.revision() == 1);
    }

    @Test
    void aRevisionAfterWhichPayersWouldHaveOtherBalancesIsRefused() throws Exception {
        revoke();
        settled.pass();
        assertThat(replayed()).as(out).isEqualTo(ExitCode.OK);
        String payer = LoggedMarket.PAYER.getAddress().toLowerCase(Locale.ROOT);
        moveBalance(1);
        assertThat(revise("1")).isEqualTo(ExitCode.USAGE);
        assertThat(out)
                .contains("REVISION_REFUSED: ", "after epoch 1 the balance of payer " + payer, " here and ")
                .contains("an empty database");
        assertThat(settled.batches()).allMatch(batch -> batch.revision() == 1);

        moveBalance(-1);
        assertThat(revise("1")).as(out).isEqualTo(ExitCode.OK);
    }

    /** As if the wrong rule had funded a charge differently in the first period. */
    private void moveBalance(int micro) throws SQLException {
        try (Connection connection = database.login(DatabaseRole.JOBS).connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update tributary.payer_position set balance_micro = balance_micro + " + micro
                    + " where vault = '" + settled.vault.address() + "' and period_start ="
                    + " (select min(period_start) from tributary.sealed_period where vault = '"
                    + settled.vault.address() + "')");
        }
    }

    @Test
    void aRevisedEpochHasNoStatementAndSaysWhy() throws Exception {
        revoke();
        settled.pass();
        assertThat(replayed()).as(out).isEqualTo(ExitCode.OK);
        assertThat(revise("1")).as(out).isEqualTo(ExitCode.OK);
        String account = settled.batchLines(2).get(0).account();
        assertThat(runConfigured("statement", account, "--epoch", "2")).isEqualTo(ExitCode.HALTED);
        assertThat(out)
                .contains("STATEMENT_NOT_WHOLE: ", "The epoch was revised: its lines are of revision 2")
                .doesNotContain("verify-batch");
        assertThat(runConfigured("statement", account)).isEqualTo(ExitCode.HALTED);
        assertThat(out.replaceAll("\\s+", " "))
                .contains("epoch 2 no statement, STATEMENT_NOT_WHOLE", "revised: its lines are of revision 2")
                .contains("STATEMENT_NOT_WHOLE: Account " + account + " has no statement of ");
    }

    @Test
    void aReplayThatDoesNotFitIsRefusedAndNothingChanges() throws Exception {
        revoke();
        settled.pass();
        assertThat(revise("1")).as("there is no replay").isEqualTo(ExitCode.USAGE);
        assertThat(replayed()).isEqualTo(ExitCode.OK);
        assertThat(revise("2")).isEqualTo(ExitCode.USAGE);
        assertThat(out).contains("the replay gives another epoch 1");

        Path batches = replay.resolve("batches.json");
        String right = Files.readString(batches);
        Files.writeString(batches, right.replaceFirst("\"numerator\":\"1", "\"numerator\":\"2"));
        assertThat(revise("1")).isEqualTo(ExitCode.USAGE);
        assertThat(out).contains("are not those of its header");

        assertThat(replayed(market.chainFile.resolveSibling("wrong-chain.jsonl")))
                .isEqualTo(ExitCode.OK);
        assertThat(revise("1")).isEqualTo(ExitCode.USAGE);
        assertThat(out).contains("the replay gives what is settled here");
        assertThat(settled.batches()).allMatch(batch -> batch.revision() == 1);
        assertThat(runConfigured("resume", "2", "--reason", "so that the key is free"))
                .isEqualTo(ExitCode.OK);
    }
}
