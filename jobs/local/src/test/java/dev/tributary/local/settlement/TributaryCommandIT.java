package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.money.Units;
import dev.tributary.local.CommandRun;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.command.TributaryCommand;
import dev.tributary.settlement.run.KeySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TributaryCommandIT {
    private static final long SEED = 11;
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Settled settled;
    private Path config;
    private String out = "";
    private String err = "";

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
    void configure(@TempDir Path folder) throws Exception {
        settled = Settled.deploy(chain, database, folder);
        settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
        config = folder.resolve("settlement.properties");
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        KeySource.Keystore key = (KeySource.Keystore) settled.key;
        Files.write(
                config,
                List.of(
                        "chain.id=" + DevChain.CHAIN_ID,
                        "contract.royalty-vault=" + settled.vault.address(),
                        "chain.rpc-url=" + chain.url(),
                        "database.url=" + login.url(),
                        "database.password-file=" + login.passwordFile(),
                        "migrator.password-file="
                                + database.login(DatabaseRole.MIGRATOR).passwordFile(),
                        "submitter.keystore=" + key.file(),
                        "submitter.passphrase-file=" + key.passphraseFile(),
                        "output.directory=" + folder.resolve("epochs")));
    }

    private int run(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    private int runConfigured(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        return run(all);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out);
    }

    @Test
    void fromSealedToAProofByTheCommandAlone() throws Exception {
        assertThat(runConfigured("doctor", "--json")).as(out + err).isEqualTo(ExitCode.OK);
        assertThat(json().path("fail").asText()).isEqualTo("0");
        for (int round = 0; round < 4; round++) {
            assertThat(runConfigured("settle", "--json")).as(err).isEqualTo(ExitCode.OK);
            settled.letTimePass();
        }
        assertThat(runConfigured("status", "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("epochs").path(0).path("state").asText()).isEqualTo("FINAL");
        assertThat(json().path("lines").path("unaccounted").asText()).isEqualTo("0");
        assertThat(runConfigured("status")).isEqualTo(ExitCode.OK);
        assertThat(out).contains("usage  0 lines reported = 0 counted + 0 duplicate + 0 rejected + 0 pending");

        String account = settled.batchLines(1).stream()
                .filter(line -> line.numerator().compareTo(Units.NUMERATOR_PER_UNIT) > 0)
                .findFirst()
                .orElseThrow()
                .account();
        assertThat(runConfigured("proof", account, "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("claims").path(0).path("root").asText())
                .isEqualTo(settled.batches().get(0).root());
        assertThat(json().path("claims").path(0).path("proof")).isNotEmpty();
    }

    @Test
    void errorsSayWhatAndWhyAndHowInOneLineWithACode() {
        assertThat(runConfigured("proof", "0x" + "12".repeat(20))).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("NOT_FOUND: ").hasLineCount(1);
        assertThat(runConfigured("resume", "1", "--reason", "none")).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("NOT_APPLICABLE: ");
        assertThat(run("settle")).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("CONFIG_MISSING_KEY: ");
        assertThat(run("settle", "--stacktrace")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("\tat dev.tributary");
        assertThat(run("settel")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aNodeThatIsAwayIsToldApartFromAHalt() throws Exception {
        Files.writeString(config, Files.readString(config).replace(chain.url(), "http://127.0.0.1:1"));
        assertThat(runConfigured("settle")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err).startsWith("NODE_UNAVAILABLE: ");
    }

    @Test
    void aFeeLimitThatIsMetSaysSoAndWhichKeyRaisesIt() throws Exception {
        Files.writeString(config, Files.readString(config) + "fee.max-per-gas-wei=1\n");
        assertThat(runConfigured("settle")).isEqualTo(ExitCode.HALTED);
        assertThat(out).contains("! FEE_CAP_REACHED: `fee.max-per-gas-wei` allows 1 wei per gas");
    }

    @Test
    void anEmptyAccountIsNamedWithWhatItNeedsAndStatusShowsWhatTheNodeSaid() throws Exception {
        String submitter = Settled.SUBMITTER.getAddress();
        chain.command("evm_setAutomine", false);
        assertThat(runConfigured("settle")).as(err).isEqualTo(ExitCode.OK);
        assertThat(runConfigured("status")).isEqualTo(ExitCode.OK);
        assertThat(out).contains("transaction PROPOSE of epoch 1 with nonce ", " is OPEN", "last answer: accepted");
        String hash = settled.newestAttempts().get(0).hash();
        chain.command("anvil_dropTransaction", hash);
        chain.command("anvil_setBalance", submitter, "0x1");

        assertThat(runConfigured("settle")).isEqualTo(ExitCode.HALTED);
        assertThat(out)
                .contains("! SUBMITTER_UNFUNDED: The submitter's account ", " holds 1 wei, and PROPOSE of epoch 1");
        assertThat(runConfigured("status")).isEqualTo(ExitCode.OK);
        assertThat(out).contains("sent 2 times  " + hash, "last answer: refused: Insufficient funds");
        assertThat(runConfigured("status", "--json")).isEqualTo(ExitCode.OK);
        JsonNode transaction = json().path("transactions").path(0);
        assertThat(transaction.path("lastVerdict").asText()).isEqualTo("UNFUNDED");
        assertThat(transaction.path("state").asText()).isEqualTo("OPEN");
        assertThat(submission("last_verdict || ' ' || sends")).isEqualTo("UNFUNDED 2");

        chain.command("anvil_setBalance", submitter, "0x56bc75e2d63100000");
        chain.command("evm_setAutomine", true);
        settled.settle();
    }

    /** What readers see of the newest transaction. */
    private String submission(String columns) throws Exception {
        try (Connection connection = database.login(DatabaseRole.READ).connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select " + columns + " from tributary.submission where vault = '"
                                + settled.vault.address() + "' order by nonce desc")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void theMetricsOfARunAreWrittenForANodeExporter(@TempDir Path exporter) throws Exception {
        Path file = exporter.resolve("tributary.prom");
        assertThat(runConfigured("settle", "--metrics-file", file.toString())).isEqualTo(ExitCode.OK);
        String labels = "chain=\"31337\",%svault=\"" + settled.vault.address() + "\"} ";
        String token = "token=\"" + settled.marketplace.token() + "\",";
        assertThat(Files.readString(file))
                .contains(
                        "tributary_settlement_batches{chain=\"31337\",state=\"PROPOSED\",vault=\""
                                + settled.vault.address() + "\"} 1.0\n",
                        "tributary_settlement_conservation_error_base_units{" + labels.formatted(token) + "0.0\n",
                        "tributary_settlement_claims{" + labels.formatted("") + "0.0\n",
                        "tributary_settlement_unsettled_base_units{" + labels.formatted(token),
                        "tributary_settlement_oldest_open_seconds{",
                        "tributary_settlement_transaction_pending_seconds{",
                        "tributary_settlement_fee_spent_wei{account=\"",
                        "tributary_settlement_last_pass_problem{chain=\"31337\",code=\"NONE\"");
        settled.settle();
    }

    @Test
    void aDryRunSaysSoFirstAndExitsLikeARun() throws Exception {
        assertThat(runConfigured("settle", "--dry-run")).as(err).isEqualTo(ExitCode.OK);
        assertThat(out).startsWith("Dry run: nothing of this is written").contains("would sign with 0x");
        assertThat(settled.nonces()).isEmpty();
        assertThat(runConfigured("settle", "--dry-run", "--watch")).isEqualTo(ExitCode.USAGE);
        assertThat(err).startsWith("CONFIG_INVALID: ");
    }

    @Test
    void migratingAgainDoesNothing() {
        assertThat(runConfigured("migrate")).as(err).isEqualTo(ExitCode.OK);
        assertThat(out).contains("already");
    }

    @Test
    void everyVerbExplainsItselfAndTheExitCodes() {
        for (String verb : TributaryCommand.commandLine().getSubcommands().keySet()) {
            assertThat(run(verb, "--help")).as(verb).isEqualTo(ExitCode.OK);
            // A replay reads two files and needs no configuration.
            assertThat(out).as(verb).contains(verb.equals("replay") ? "--chain" : "--config", "Exit codes:");
        }
    }
}
