package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.settlement.rules.BatchState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was sealed, signed and remembered stays, whoever tries: programs by their rights, the owner by triggers. */
final class SignedRowsIT {
    private static final long SEED = 5_432;
    private static final String DENIED = "42501";
    private static final String RAISED = "P0001";
    private static final String SEALED = "TR001";

    private static final List<String> BATCH_CHANGES = List.of(
            "set root = repeat('0', 66)",
            "set manifest = ''",
            "set manifest_hash = ''",
            "set previous_root = ''",
            "set revision = revision + 1");

    private static final String HALT = "update tributary.batch set state = 'HALTED', halted_from = state,"
            + " halt_code = 'CALL_REFUSED', halt_message = ''";

    /** Changes of every kind to every table of the money path; none of them may ever succeed. */
    private static final List<String> CHANGES = changes();

    private static DevChain chain;
    private static EmbeddedDatabase database;
    private static Settled settled;

    @BeforeAll
    static void signOneEpoch(@TempDir Path folder) throws Exception {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
        settled = Settled.deploy(chain, database, folder);
        settled.sealed.seal(1, settled.lines(1, new Random(SEED)));
        settled.pass();
        assertThat(settled.state(1)).isEqualTo(BatchState.PROPOSED);
    }

    @AfterAll
    static void stop() {
        database.close();
        chain.close();
    }

    @Test
    void noRoleChangesWhatWasSealedSignedOrRemembered() throws Exception {
        List<String> holes = new ArrayList<>();
        for (DatabaseRole role : DatabaseRole.values()) {
            try (Connection connection = database.login(role).connect()) {
                for (String change : CHANGES) {
                    String outcome = outcome(connection, change);
                    if (!List.of(DENIED, RAISED, SEALED).contains(outcome)) {
                        holes.add(role + ": " + change + ": " + outcome);
                    }
                }
            }
        }
        assertThat(holes).isEmpty();
    }

    @Test
    void theOwnerIsStoppedByTriggersNotByRights() throws Exception {
        try (Connection owner = database.login(DatabaseRole.MIGRATOR).connect()) {
            for (String change : CHANGES) {
                assertThat(outcome(owner, change)).as(change).isIn(RAISED, SEALED);
            }
        }
    }

    @Test
    void aHaltUnlocksNothingThatWasSigned() throws Exception {
        List<String> changes = new ArrayList<>(BATCH_CHANGES);
        changes.add("set halted_from = 'SEALED'");
        changes.add("set state = 'SEALED', halted_from = null, halt_code = null, root = null");
        for (DatabaseRole role : List.of(DatabaseRole.SETTLEMENT, DatabaseRole.MIGRATOR)) {
            try (Connection connection = database.login(role).connect()) {
                assertThat(outcome(connection, HALT)).as("the halt itself").startsWith("changed ");
                for (String change : changes) {
                    assertThat(outcome(connection, HALT + "; update tributary.batch " + change))
                            .as("%s: %s", role, change)
                            .isEqualTo(RAISED);
                }
                assertThat(outcome(connection, HALT.replace("= state", "= 'SEALED'")))
                        .as("a halt from another state")
                        .isEqualTo(RAISED);
            }
        }
    }

    @Test
    void theJobsCannotTouchWhatTheSettlementRunWritesNorTheOtherWayRound() throws Exception {
        try (Connection jobs = database.login(DatabaseRole.JOBS).connect();
                Connection settlement = database.login(DatabaseRole.SETTLEMENT).connect()) {
            assertThat(outcome(jobs, "update tributary.batch set updated_at = now()"))
                    .isEqualTo(DENIED);
            assertThat(outcome(jobs, "select * from tributary.transaction_attempt"))
                    .isEqualTo(DENIED);
            assertThat(outcome(settlement, "insert into tributary.sealed_period select * from tributary.sealed_period"))
                    .isEqualTo(DENIED);
            assertThat(outcome(settlement, "insert into tributary.staged_line select * from tributary.staged_line"))
                    .isEqualTo(DENIED);
        }
    }

    @Test
    void everyMoveOfABatchAndOfATransactionIsRememberedWithItsReasonAndFence() throws Exception {
        try (Connection reader = database.login(DatabaseRole.SETTLEMENT).connect()) {
            assertThat(texts(
                            reader,
                            "select from_state || '>' || to_state from tributary.batch_history" + " where vault = '"
                                    + settled.vault.address() + "' order by id limit 3"))
                    .containsExactly("SEALED>PROVED", "PROVED>SIGNED", "SIGNED>PROPOSED");
            assertThat(texts(
                            reader,
                            "select coalesce(from_state, '') || '>' || to_state from tributary.transaction_history"
                                    + " order by id limit 2"))
                    .containsExactly(">OPEN", "OPEN>MINED");
            assertThat(texts(
                            reader,
                            "select reason from tributary.batch_history" + " where vault = '" + settled.vault.address()
                                    + "' order by id limit 3"))
                    .satisfiesExactly(
                            proved -> assertThat(proved).startsWith("proved root 0x"),
                            signed -> assertThat(signed).startsWith("signed with nonce "),
                            proposed -> assertThat(proposed).startsWith("observed PROPOSED at block "));
            assertThat(texts(reader, "select reason from tributary.transaction_history" + " order by id limit 2"))
                    .satisfiesExactly(
                            signed -> assertThat(signed).startsWith("signed to PROPOSE epoch 1 as 0x"),
                            mined -> assertThat(mined).startsWith("observed SUCCEEDED at block "));
            assertThat(texts(reader, "select fence::text from tributary.transaction_history"))
                    .contains("1");
        }
    }

    @Test
    void aFinalStateOfATransactionStays(@TempDir Path folder) throws Exception {
        Settled done = Settled.deploy(chain, database, folder);
        // The key is free again once the other vault's transaction is final.
        settled.settle();
        done.sealed.seal(1, done.lines(1, new Random(SEED)));
        done.settle();
        try (Connection owner = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = owner.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("update tributary.outbound_transaction set state = 'OPEN'"
                            + " where vault = '" + done.vault.address() + "'"))
                    .hasMessageContaining("which is final");
            assertThatThrownBy(() -> statement.executeUpdate(
                            "update tributary.batch set state = 'PROVED' where vault = '" + done.vault.address() + "'"))
                    .hasMessageContaining("epoch 1 is final");
            assertThatThrownBy(() -> statement.executeUpdate(
                            "delete from tributary.proof where vault = '" + done.vault.address() + "'"))
                    .hasMessageContaining("what people claim with");
        }
    }

    private static List<String> changes() {
        Map<String, List<String>> changes = new TreeMap<>();
        changes.put("staged_line", List.of("set numerator = numerator + 1"));
        changes.put(
                "sealed_period", List.of("set lines_hash = ''", "set header = ''", "set line_count = line_count + 1"));
        changes.put("batch", BATCH_CHANGES);
        changes.put("account_total", List.of("set numerator = numerator + 1"));
        changes.put("batch_token", List.of("set cumulative = cumulative + 1"));
        changes.put("tree_dump", List.of("set dump = ''"));
        changes.put("proof", List.of("set cumulative = cumulative + 1", "set siblings = ''"));
        changes.put(
                "outbound_transaction",
                List.of("set nonce = nonce + 1", "set call_data = '0x'", "set epoch = epoch + 1", "set gas_limit = 1"));
        changes.put(
                "transaction_attempt",
                List.of(
                        "set raw = '0x'",
                        "set hash = '0x'",
                        "set max_fee_per_gas = 1",
                        "set signed_at = now()",
                        "set chain_id = chain_id + 1",
                        "set sender = '0x'",
                        "set nonce = nonce + 1",
                        "set attempt = attempt + 1"));
        changes.put("batch_history", List.of("set reason = ''", "set fence = fence + 1"));
        changes.put("transaction_history", List.of("set reason = ''", "set to_state = 'OPEN'"));
        List<String> statements = new ArrayList<>();
        changes.forEach((table, updates) -> {
            updates.forEach(update -> statements.add("update tributary." + table + " " + update));
            statements.add("delete from tributary." + table);
        });
        for (String emptied : List.of(
                "staged_line",
                "sealed_period",
                "batch",
                "batch_history",
                "outbound_transaction",
                "transaction_history")) {
            statements.add("truncate tributary." + emptied + " cascade");
        }
        statements.add("insert into tributary.account_total select chain_id, vault, token, '0x' || repeat('ee', 20),"
                + " epoch, numerator from tributary.account_total limit 1");
        return statements;
    }

    /** The SQL state that a statement is refused with, or `changed`; nothing stays changed. */
    private static String outcome(Connection connection, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "changed " + statement.getUpdateCount() + " rows";
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        } finally {
            connection.rollback();
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
