package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.local.CommandRun;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.pipelines.replay.RecomputedBatches;
import dev.tributary.settlement.command.ExitCode;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books of a market that really traded, settled and claimed, and what is said when somebody touches them. */
final class ReconcileIT {
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Settled settled;
    private LoggedMarket market;
    private Path config;
    private BigInteger paid = BigInteger.ZERO;
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
    void settleAndClaim(@TempDir Path folder) throws Exception {
        settled = Settled.deploy(chain, database, folder);
        market = LoggedMarket.trade(settled, folder);
        RecomputedBatches batches = market.recomputed(market.chainFile);
        market.seal(batches);
        market.tellPositions(batches);
        settled.settle();
        paid = market.claimAll();
        market.tellClaims();
        settled.pass();
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        config = market.verifierConfig("database.url=" + login.url(), "database.password-file=" + login.passwordFile());
    }

    private int reconcile(String... more) {
        List<String> arguments = new ArrayList<>(List.of("reconcile", "--config", config.toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        out = run.out() + run.err();
        return run.exitCode();
    }

    private void assertNamed(String... words) {
        assertThat(reconcile()).as(out).isEqualTo(ExitCode.HALTED);
        assertThat(out).contains(words);
    }

    /** As the owner of the tables, without the triggers that would refuse it. */
    private void tamper(String table, String sql) throws SQLException {
        try (Connection connection = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table tributary." + table + " disable trigger user");
            int changed = statement.executeUpdate(sql.replace("VAULT_ADDRESS", settled.vault.address()));
            statement.execute("alter table tributary." + table + " enable trigger user");
            assertThat(changed).isPositive();
        }
    }

    private List<String> postings() throws SQLException {
        try (Connection connection = database.login(DatabaseRole.READ).connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select concat_ws(' ', epoch, reason, token, debit, credit, amount) from tributary.ledger_posting"
                                + " where vault = '" + settled.vault.address() + "' order by 1")) {
            List<String> postings = new ArrayList<>();
            while (rows.next()) {
                postings.add(rows.getString(1));
            }
            return postings;
        }
    }

    @Test
    void whatWasSettledAndClaimedReconcilesToTheLastUnit() throws Exception {
        assertThat(paid).isPositive();
        assertThat(reconcile()).as(out).isEqualTo(ExitCode.OK);
        assertThat(out).doesNotContain("FAIL", "not on the books", "not read").contains("ok    claimed = the vault's");
        assertThat(postings())
                .anyMatch(posting -> posting.contains(" DEPOSIT "))
                .anyMatch(posting -> posting.contains(" FEE "))
                .anyMatch(posting -> posting.contains(" ROUNDING "))
                .anyMatch(posting -> posting.startsWith("2 CLAIM "));
        settled.deposit(BigInteger.TEN);
        assertThat(reconcile()).as(out).isEqualTo(ExitCode.OK);
        assertThat(reconcile("--json")).isEqualTo(ExitCode.OK);
        JsonNode json = new ObjectMapper().readTree(out.substring(out.indexOf('{')));
        assertThat(json.path("reconciled").asBoolean()).isTrue();
        assertThat(json.path("checks")).hasSize(8);
    }

    @Test
    void theBooksCanBeDerivedAgainAndPostingAgainDoesNothing() throws Exception {
        List<String> before = postings();
        settled.pass();
        assertThat(postings()).isEqualTo(before);
        tamper("posting", "delete from tributary.posting where vault = 'VAULT_ADDRESS'");
        assertThat(postings()).isEmpty();
        assertNamed("FAIL  postings follow", "missing posting ");
        settled.pass();
        assertThat(postings()).isEqualTo(before);
        assertThat(reconcile()).as(out).isEqualTo(ExitCode.OK);
    }

    @Test
    void theBooksAreEmptiedAndWrittenAgainTheWayThatOperatorsAreTold() throws Exception {
        List<String> before = postings();
        String page = Files.readString(Path.of("../../docs/operations.md"));
        String section = page.substring(page.indexOf("\n## Changing guarded rows\n"));
        String told = section.substring(section.indexOf("```sql\n") + 7, section.indexOf("\n```\n"))
                .replace("CHAIN_ID", Long.toString(settled.vault.chainId()))
                .replace("VAULT", settled.vault.address());
        try (Connection owner = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = owner.createStatement()) {
            String delete = told.lines()
                    .filter(line -> line.startsWith("delete "))
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(() -> statement.execute(delete)).hasMessageContaining("is refused");
            statement.execute(told);
            assertThat(postings()).isEmpty();
            assertThatThrownBy(() -> statement.execute("truncate tributary.posting"))
                    .as("the triggers are on again")
                    .hasMessageContaining("is refused");
        }
        settled.pass();
        assertThat(postings()).isEqualTo(before);
        assertThat(reconcile()).as(out).isEqualTo(ExitCode.OK);
    }

    @Test
    void postingsAreNeverChanged() throws Exception {
        for (DatabaseRole role : List.of(DatabaseRole.SETTLEMENT, DatabaseRole.MIGRATOR)) {
            try (Connection connection = database.login(role).connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : List.of(
                        "update tributary.posting set amount = amount + 1",
                        "delete from tributary.posting",
                        "truncate tributary.posting")) {
                    assertThatThrownBy(() -> statement.execute(sql))
                            .as(role + " " + sql)
                            .isInstanceOf(SQLException.class);
                }
            }
        }
    }

    @Test
    void aPostingPutInByHandIsNamed() throws Exception {
        try (Connection connection = database.login(DatabaseRole.SETTLEMENT).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into tributary.posting (id, chain_id, vault, epoch, reason, token, debit, credit,"
                    + " amount) values (gen_random_uuid(), 31337, '" + settled.vault.address() + "', 2, 'DEPOSIT', '"
                    + settled.marketplace.token() + "', 'VAULT', 'PAYER:0x01', 5000000000000000000000000)");
        }
        assertNamed(
                "FAIL  postings follow",
                "posting DEPOSIT of 5 base units of " + settled.marketplace.token(),
                "it follows from nothing",
                "FAIL  received = the vault's",
                "they differ by 5");
    }

    @Test
    void aPostingOfAnotherAmountIsNamed() throws Exception {
        tamper(
                "posting",
                "update tributary.posting set amount = amount + 1 where reason = 'FEE' and epoch = 1"
                        + " and vault = 'VAULT_ADDRESS'");
        assertNamed("posting FEE of ", "it has to be FEE of ", "FAIL  debits = credits", "TREASURY was credited");
    }

    @Test
    void aClaimThatIsMissingIsNamed() throws Exception {
        tamper(
                "claim",
                "delete from tributary.claim where vault = 'VAULT_ADDRESS' and block_number ="
                        + " (select min(block_number) from tributary.claim where vault = 'VAULT_ADDRESS')");
        assertNamed("FAIL  claims = payments", "the vault paid ", "there is no such claim here", "posting CLAIM of ");
    }

    @Test
    void anEpochThatIsMissingIsNamed() throws Exception {
        tamper("batch_token", "delete from tributary.batch_token where vault = 'VAULT_ADDRESS' and epoch = 2");
        tamper("batch", "delete from tributary.batch where vault = 'VAULT_ADDRESS' and epoch = 2");
        tamper("sealed_period", "delete from tributary.sealed_period where vault = 'VAULT_ADDRESS' and epoch = 2");
        assertNamed(
                "FAIL  epochs = accepted roots", "the vault accepted epoch 2 in block ", "there is no such epoch here");
    }

    @Test
    void anEarlierEpochThatIsMissingIsNamed() throws Exception {
        tamper("batch_token", "delete from tributary.batch_token where vault = 'VAULT_ADDRESS' and epoch = 1");
        tamper("batch", "delete from tributary.batch where vault = 'VAULT_ADDRESS' and epoch = 1");
        tamper("sealed_period", "delete from tributary.sealed_period where vault = 'VAULT_ADDRESS' and epoch = 1");
        assertNamed("epoch 1 is missing here, though there are later ones");
    }

    @Test
    void aLostPositionOfAPayerIsNamed() throws Exception {
        tamper("payer_position", "delete from tributary.payer_position where vault = 'VAULT_ADDRESS'");
        assertNamed("posting CHARGE of ", "it follows from nothing");
    }
}
