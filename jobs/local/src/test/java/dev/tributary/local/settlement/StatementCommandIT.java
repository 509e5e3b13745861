package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.money.Units;
import dev.tributary.local.CommandRun;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.Tables;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three epochs that gave a payer something back, of the second of which the reason is gone. */
final class StatementCommandIT {
    private static final String TOKEN = "0x" + "7a".repeat(20);
    private static final String PAYER = "0x" + "9a".repeat(20);
    private static final String MODEL = "0x" + "0a".repeat(32);
    private static final String LOST = "0x" + "0b".repeat(32);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static EmbeddedDatabase database;
    private static int vaults;

    private VaultId vault;
    private HandSealed sealed;
    private Path config;
    private String out = "";
    private String err = "";

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void begin(@TempDir Path folder) throws Exception {
        vault = new VaultId(1, "0x%040x".formatted(++vaults));
        sealed = new HandSealed(database.login(DatabaseRole.JOBS), vault);
        for (int epoch = 1; epoch <= 3; epoch++) {
            seal(epoch);
            if (epoch != 2) {
                giveReason(epoch);
            }
        }
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        config = Files.write(
                folder.resolve("settlement.properties"),
                List.of(
                        "chain.id=1",
                        "contract.royalty-vault=" + vault.address(),
                        "database.url=" + login.url(),
                        "database.password-file=" + login.passwordFile()));
    }

    private static BigInteger withdrawnMicro(long epoch) {
        return BigInteger.valueOf(epoch * 2_500_000);
    }

    private void seal(long epoch) throws SQLException {
        sealed.seal(
                epoch,
                List.of(HandSealed.line(
                        epoch, TOKEN, PAYER, Units.NUMERATOR_PER_MICRO.multiply(withdrawnMicro(epoch)))));
    }

    private void giveReason(long epoch) throws SQLException {
        execute("insert into payer_position (chain_id, vault, period_start, token, payer, deposited_micro,"
                + " funded_micro, void_micro, written_off_micro, withdrawn_micro, balance_micro, unfunded_micro)"
                + " select chain_id, vault,"
                + " period_start,"
                + " '" + TOKEN + "', '" + PAYER + "', 0, 0, 0, 0, " + withdrawnMicro(epoch)
                + ", 0, 0 from sealed_period where vault = '" + vault.address() + "' and epoch = " + epoch);
    }

    private void execute(String sql) throws SQLException {
        Tables.execute(database.login(DatabaseRole.JOBS), sql);
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        CommandRun run = CommandRun.of(all);
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    private String summary(String epochs) {
        return "STATEMENT_NOT_WHOLE: Account " + PAYER + " has no statement of " + epochs
                + ". Why is said with each of them.";
    }

    @Test
    void peopleSeeInItsPlaceWhichEpochCannotBeToldAndWhy() {
        assertThat(run("statement", PAYER)).isEqualTo(ExitCode.HALTED);
        List<String> epochs =
                out.lines().filter(row -> row.startsWith("epoch ")).toList();
        assertThat(epochs).hasSize(3);
        assertThat(epochs.get(0)).startsWith("epoch 3  20");
        assertThat(epochs.get(1)).isEqualTo("epoch 2  no statement, STATEMENT_NOT_WHOLE");
        assertThat(epochs.get(2)).startsWith("epoch 1  20");
        assertThat(out)
                .contains("\n  The reasons found for account " + PAYER + " in epoch 2 sum to {}, the batch says")
                .contains("    total 7.5 earned\n", "    total 2.5 earned\n");
        assertThat(out.lines()).allMatch(row -> row.length() <= 120, "at most 120 columns");
        assertThat(err).isEqualToIgnoringNewLines(summary("1 of its epochs: 2"));
    }

    @Test
    void machinesGetOneWholeObjectWithTheErrorAmongTheEpochs() throws Exception {
        assertThat(run("statement", PAYER, "--json")).isEqualTo(ExitCode.HALTED);
        JsonNode json = JSON.readTree(out);
        assertThat(json.path("epochs").findValuesAsText("epoch")).containsExactly("3", "2", "1");
        assertThat(json.path("vault").asText()).isEqualTo(vault.address());
        assertThat(json.has("error")).isFalse();
        JsonNode untold = json.path("epochs").path(1);
        assertThat(untold.path("error").path("code").asText()).isEqualTo("STATEMENT_NOT_WHOLE");
        assertThat(untold.path("error").path("message").asText())
                .startsWith("The reasons found for account " + PAYER + " in epoch 2 sum to {}, the batch says ");
        assertThat(untold).hasSize(2);
        for (int told : List.of(0, 2)) {
            assertThat(json.path("epochs").path(told).path("tokens").path(0).path("lines"))
                    .hasSize(1);
        }
        assertThat(JSON.readTree(err).path("code").asText()).isEqualTo("STATEMENT_NOT_WHOLE");
    }

    @Test
    void spreadsheetsGetTheRowsOfTheOthersAndTheErrorIsSaidBeside() {
        assertThat(run("statement", PAYER, "--csv")).isEqualTo(ExitCode.HALTED);
        List<String> rows = out.lines().toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).startsWith("epoch,period_start,");
        assertThat(rows.get(1)).startsWith("3,").endsWith(",7.5");
        assertThat(rows.get(2)).startsWith("1,").endsWith(",2.5");
        assertThat(err.lines()).hasSize(2);
        assertThat(err)
                .startsWith("epoch 2  no statement, STATEMENT_NOT_WHOLE: The reasons found for account " + PAYER)
                .endsWith(summary("1 of its epochs: 2") + System.lineSeparator());
    }

    @Test
    void askedForAloneItIsAnErrorAndTheObjectIsWholeAllTheSame() throws Exception {
        assertThat(run("statement", PAYER, "--epoch", "2")).isEqualTo(ExitCode.HALTED);
        assertThat(err).startsWith("STATEMENT_NOT_WHOLE: The reasons found for account ");
        assertThat(out).doesNotContain("epoch 2");

        assertThat(run("statement", PAYER, "--epoch", "2", "--json")).isEqualTo(ExitCode.HALTED);
        JsonNode json = JSON.readTree(out);
        assertThat(json.path("epochs")).isEmpty();
        assertThat(json.path("error").path("code").asText()).isEqualTo("STATEMENT_NOT_WHOLE");
        assertThat(json.path("error")).isEqualTo(JSON.readTree(err));

        assertThat(run("statement", PAYER, "--epoch", "2", "--csv")).isEqualTo(ExitCode.HALTED);
        assertThat(out.lines()).hasSize(1);

        assertThat(run("statement", PAYER, "--epoch", "1", "--json")).as(err).isEqualTo(ExitCode.OK);
        assertThat(JSON.readTree(out).path("epochs")).hasSize(1);
        assertThat(err).isEmpty();
    }

    @Test
    void whereAllCanBeToldNothingIsWrong() throws Exception {
        giveReason(2);
        assertThat(run("statement", PAYER, "--json")).as(err).isEqualTo(ExitCode.OK);
        assertThat(JSON.readTree(out).path("epochs").findValues("error")).isEmpty();
        assertThat(err).isEmpty();
    }

    /** As of rows that were deleted: what is left names a model that nothing is known of. */
    @Test
    void factsThatAreGoneAreAReasonAndNoDefect() throws Exception {
        execute("insert into chain_event values (1, '" + vault.address()
                + "', 5, 'ModelRegistry', '0x', 'ModelRegistered',"
                + " '{\"modelId\":\"" + MODEL + "\",\"owner\":\"" + PAYER + "\",\"parents\":[\"" + LOST
                + "\"],\"royaltyPolicy\":0,\"royaltyShare\":5}', 1, '0x', 1, '0x', 5)");
        assertThat(run("statement", PAYER)).isEqualTo(ExitCode.HALTED);
        assertThat(err).isEqualToIgnoringNewLines(summary("3 of its epochs: 3, 2, 1"));
        assertThat(out)
                .contains(
                        "  The reasons for what account " + PAYER + " has of epoch 3 cannot be put together: parent\n");
        assertThat(out.replaceAll("\\s+", " "))
                .contains("parent " + LOST + " of model " + MODEL
                        + " is not registered. Either rows of charge_position,");
    }
}
