package dev.tributary.local.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.Deployment;
import dev.tributary.chain.contracts.RoyaltyVault;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.pipelines.connectors.TopicCatalogue;
import dev.tributary.settlement.command.CommonOptions;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.command.TributaryCommand;
import dev.tributary.settlement.doctor.Check;
import dev.tributary.settlement.doctor.Checkup;
import dev.tributary.settlement.doctor.Doctor;
import dev.tributary.settlement.run.KeySource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part of an installation is broken for real, and the doctor's line about it is looked for, and no other. */
final class DoctorIT {
    private static final int PARTITIONS = 2;
    private static final String USAGE = "usage.reported.v1";
    private static final String NOWHERE = "127.0.0.1:1";

    private static DevChain chain;
    private static EmbeddedDatabase database;
    private static EmbeddedKafka kafka;
    private static HeartbeatProducer heartbeats;

    private Settled settled;
    private Path folder;
    private final Map<String, String> config = new TreeMap<>();

    @BeforeAll
    static void start() {
        chain = DevChain.start(DevChain.Options.automine(Settled.CONTRACTS));
        database = EmbeddedDatabase.start();
        kafka = EmbeddedKafka.start();
        TopicCatalogue.load()
                .ensure(
                        kafka.bootstrapServers(),
                        Map.of(
                                USAGE,
                                USAGE,
                                "usage.rejected.v1",
                                "usage.rejected.v1",
                                "chain.events.v1",
                                "chain.events.v1"),
                        PARTITIONS,
                        1);
        heartbeats = HeartbeatProducer.start(kafka.bootstrapServers(), USAGE, PARTITIONS);
    }

    @AfterAll
    static void stop() {
        heartbeats.close();
        kafka.close();
        database.close();
        chain.close();
    }

    @BeforeEach
    void configure(@TempDir Path folder) throws Exception {
        this.folder = folder;
        settled = Settled.deploy(chain, database, folder);
        Deployment deployment = settled.marketplace.deployment();
        KeySource.Keystore key = (KeySource.Keystore) settled.key;
        DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
        config.put("chain.id", Long.toString(DevChain.CHAIN_ID));
        config.put("chain.rpc-url", chain.url());
        config.put("contract.royalty-vault", deployment.address(Deployment.ROYALTY_VAULT));
        config.put("contract.model-registry", deployment.address(Deployment.MODEL_REGISTRY));
        config.put("contract.gateway-registry", deployment.address(Deployment.GATEWAY_REGISTRY));
        config.put("contract.access-pass", deployment.address(Deployment.ACCESS_PASS));
        config.put("contract.verification-oracle", deployment.address(Deployment.VERIFICATION_ORACLE));
        config.put("contract.marketplace", deployment.address(Deployment.MARKETPLACE));
        config.put("database.url", login.url());
        config.put("database.password-file", login.passwordFile().toString());
        config.put("reader.password-file", passwordFile(DatabaseRole.READ));
        config.put("migrator.password-file", passwordFile(DatabaseRole.MIGRATOR));
        config.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        config.put("usage.partitions", Integer.toString(PARTITIONS));
        config.put("topic.replication", "1");
        config.put("submitter.keystore", key.file().toString());
        config.put("submitter.passphrase-file", key.passphraseFile().toString());
        config.put("output.directory", folder.resolve("epochs").toString());
    }

    private static String passwordFile(DatabaseRole role) {
        return database.login(role).passwordFile().toString();
    }

    /** What is wrong, by the name of the check; what is not OK and not wrong is in the list of skipped ones. */
    private Map<String, String> findings(Duration clockAhead) {
        Map<String, String> findings = new TreeMap<>();
        for (Check check : examine(clockAhead).checks()) {
            if (check.outcome() == Check.Outcome.FAIL) {
                findings.put(check.name(), check.detail());
            }
        }
        return findings;
    }

    private Map<String, String> findings() {
        return findings(Duration.ZERO);
    }

    private Checkup examine(Duration clockAhead) {
        Checkup checkup = new Checkup(check -> {});
        Settings settings = Settings.of(config, Map.of(), CommonOptions.KEYS);
        new Doctor(settings, () -> Instant.now().plus(clockAhead)).examine(checkup);
        return checkup;
    }

    @Test
    void aSoundInstallationHasNoFindingAndSaysWhatItSaw() throws Exception {
        Path file = folder.resolve("settlement.properties");
        Files.write(
                file,
                config.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        StringWriter out = new StringWriter();
        int exitCode = TributaryCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("doctor", "--config", file.toString());
        assertThat(exitCode).as(out.toString()).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .doesNotContain("FAIL ")
                .contains(
                        "OK      key: submitter " + Settled.SUBMITTER.getAddress() + ", keystore rw-------",
                        "OK      schema: of this version",
                        "OK      rights of tributary_jobs: ",
                        "OK      rights of tributary_read: ",
                        "OK      rights of tributary_settlement: ",
                        "OK      rights of others: none",
                        "OK      login of database.user: tributary_settlement has the rights of tributary_settlement and"
                                + " no others",
                        "OK      node 1 of 1: http://127.0.0.1",
                        "OK      contract Marketplace: " + config.get("contract.marketplace"),
                        "OK      submitter's other rights: none",
                        "OK      topic usage.reported.v1: ",
                        "OK      heartbeats: in each of 2 partitions",
                        "OK      clock of the brokers: ",
                        " OK, 0 FAIL, ");
    }

    @Test
    void rightsThatAreMissingOrTooManyAreNamedWithTheStatementThatMendsThem() throws Exception {
        List<String> undo = new ArrayList<>();
        breakAndUndo(
                undo,
                "revoke select on tributary.staged_line from tributary_settlement",
                "grant select on tributary.staged_line to tributary_settlement");
        breakAndUndo(
                undo,
                "grant update on tributary.sealed_period to tributary_jobs",
                "revoke update on tributary.sealed_period from tributary_jobs");
        breakAndUndo(
                undo,
                "grant select (raw) on tributary.transaction_attempt to tributary_read",
                "revoke select (raw) on tributary.transaction_attempt from tributary_read");
        breakAndUndo(undo, "grant select on tributary.proof to public", "revoke select on tributary.proof from public");
        breakAndUndo(undo, "grant tributary_jobs to tributary_read", "revoke tributary_jobs from tributary_read");
        breakAndUndo(
                undo, "alter role tributary_settlement createrole", "alter role tributary_settlement nocreaterole");
        breakAndUndo(
                undo,
                "alter table tributary.sealed_period disable trigger user",
                "alter table tributary.sealed_period enable trigger user");
        breakAndUndo(
                undo,
                "create function tributary.lent() returns int language sql security definer as 'select 1'",
                "drop function tributary.lent()");
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        breakAndUndo(
                undo,
                "revoke temporary on database " + name + " from public, tributary_jobs",
                "grant temporary on database " + name + " to public, tributary_jobs");
        breakAndUndo(
                undo,
                "update tributary.flyway_schema_history set checksum = 1 where version = '003'",
                "update tributary.flyway_schema_history h set checksum = " + checksum() + " where version = '003'");
        try {
            Map<String, String> findings = findings();
            assertThat(findings)
                    .containsOnlyKeys(
                            "login of database.user",
                            "login of reader.user",
                            "owner of the schema",
                            "rights of others",
                            "rights of tributary_jobs",
                            "rights of tributary_read",
                            "rights of tributary_settlement",
                            "schema",
                            "temporary tables of tributary_jobs",
                            "triggers that guard rows");
            assertThat(findings.get("rights of tributary_settlement"))
                    .contains(
                            "tributary_settlement lacks SELECT on staged_line: run `grant SELECT on"
                                    + " tributary.staged_line to tributary_settlement` as tributary_migrator",
                            "is CREATEROLE of the server");
            assertThat(findings.get("rights of tributary_jobs"))
                    .contains("has UPDATE on sealed_period too many: run `revoke UPDATE on tributary.sealed_period from"
                            + " tributary_jobs` as tributary_migrator");
            assertThat(findings.get("rights of tributary_read"))
                    .contains(
                            "has SELECT (raw) on transaction_attempt too many", "has all rights of tributary_jobs too");
            assertThat(findings.get("rights of others")).contains("public has SELECT on proof");
            assertThat(findings.get("login of reader.user"))
                    .contains("tributary_read has all rights of tributary_jobs");
            assertThat(findings.get("login of database.user")).contains("is CREATEROLE of the server");
            assertThat(findings.get("owner of the schema")).contains("function lent runs with the rights of its owner");
            assertThat(findings.get("triggers that guard rows")).contains("of sealed_period is switched off");
            assertThat(findings.get("temporary tables of tributary_jobs"))
                    .contains(
                            "run `grant temporary on database " + name + " to tributary_jobs` as the database's owner");
            assertThat(findings.get("schema")).contains("V003 funding was applied with another text");
        } finally {
            Collections.reverse(undo);
            for (String statement : undo) {
                asOwner(statement);
            }
        }
        assertThat(findings()).isEmpty();
    }

    private static void breakAndUndo(List<String> undo, String statement, String reverse) throws SQLException {
        asOwner(statement);
        undo.add(reverse);
    }

    private static void asOwner(String statement) throws SQLException {
        try (Connection connection = database.login(DatabaseRole.MIGRATOR).connect();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static String checksum() throws SQLException {
        try (Connection connection = database.login(DatabaseRole.MIGRATOR).connect();
                Statement query = connection.createStatement();
                var rows = query.executeQuery(
                        "select checksum from tributary.flyway_schema_history where version = '003'")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void theJobsMayCopyThroughATemporaryTableWhereOthersMayNot() throws Exception {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        asOwner("revoke temporary on database " + name + " from public");
        try {
            assertThat(findings()).isEmpty();
        } finally {
            asOwner("grant temporary on database " + name + " to public");
        }
    }

    @Test
    void theAddressOfTheNodeMayComeFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("rpc-url"), config.get("chain.rpc-url") + "/\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        config.put("chain.rpc-url-file", file.toString());
        Map<String, String> both = findings();
        assertThat(both.get("nodes")).contains("'chain.rpc-url-file'", "nothing while 'chain.rpc-url' is set");
        config.remove("chain.rpc-url");
        assertThat(findings()).isEmpty();
    }

    @Test
    void topicsThatAreNotAsTheCatalogueHasThemAreNamed() throws Exception {
        kafka.createTopic("odd.usage", 3, Map.of("message.timestamp.type", "CreateTime", "retention.ms", "3600000"));
        kafka.createTopic("short.chain", 1);
        truncate("short.chain");
        config.put("topic.usage-reported", "odd.usage");
        config.put("topic.usage-rejected", "no.such.topic");
        config.put("topic.chain-events", "short.chain");
        config.put("topic.replication", "3");
        Map<String, String> findings = findings();
        assertThat(findings)
                .containsOnlyKeys("topic usage.reported.v1", "topic usage.rejected.v1", "topic chain.events.v1");
        assertThat(findings.get("topic usage.reported.v1"))
                .contains(
                        "odd.usage has 3 partitions, not 2",
                        "message.timestamp.type=CreateTime, not LogAppendTime",
                        "retention.ms=3600000, not -1",
                        "TOPIC_COPIES: partition 0 of topic odd.usage has 1 copies, not 3");
        assertThat(findings.get("topic usage.rejected.v1")).contains("TOPIC_MISSING: there is no topic no.such.topic");
        assertThat(findings.get("topic chain.events.v1"))
                .contains("TOPIC_TRUNCATED: topic short.chain lost its first records (partition 0 at 2)");
    }

    private static void truncate(String topic) throws Exception {
        try (HeartbeatProducer producer = HeartbeatProducer.start(kafka.bootstrapServers(), topic, 1);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            producer.awaitBeats(2);
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get();
        }
    }

    @Test
    void aPartitionWithoutHeartbeatsIsNamed() {
        kafka.createTopic("quiet.usage", PARTITIONS, Map.of("max.message.bytes", "4194304"));
        config.put("topic.usage-reported", "quiet.usage");
        try (HeartbeatProducer one = HeartbeatProducer.start(kafka.bootstrapServers(), "quiet.usage", 1)) {
            one.awaitBeats(1);
            Map<String, String> findings = findings();
            assertThat(findings).containsOnlyKeys("heartbeats");
            assertThat(findings.get("heartbeats")).contains("partition 1 (none found)", "ChainIngestJob");
        }
    }

    @Test
    void clocksThatDisagreeAreNamed() {
        Map<String, String> findings = findings(Duration.ofMinutes(10));
        assertThat(findings)
                .containsOnlyKeys(
                        "clock of the brokers", "clock of the database", "clock of node 1 of 1", "heartbeats");
        assertThat(findings.get("clock of the database")).contains("behind this machine's clock", "NTP");
        assertThat(findings.get("clock of the brokers")).contains("the clock of the leader of partition ", "behind");
        assertThat(findings.get("clock of node 1 of 1")).contains("s behind this machine's clock");
        assertThat(findings(Duration.ofSeconds(-30)))
                .containsKeys("clock of the brokers", "clock of the database", "clock of node 1 of 1");
    }

    @Test
    void aSubmitterWithMoreRightsThanToProposeIsAFinding() throws Exception {
        RoyaltyVault vault = settled.contract();
        String submitter = Settled.SUBMITTER.getAddress();
        vault.grantRole(vault.GUARDIAN_ROLE().send(), submitter).send();
        vault.revokeRole(vault.SUBMITTER_ROLE().send(), submitter).send();
        vault.revokeRole(vault.MARKETPLACE_ROLE().send(), config.get("contract.marketplace"))
                .send();
        settled.marketplace.vault(chain, Settled.GUARDIAN).pause().send();
        config.put("fee.max-per-transaction-wei", "1" + "0".repeat(24));
        Map<String, String> findings = findings();
        assertThat(findings)
                .containsOnlyKeys(
                        "gas of the submitter",
                        "marketplace roles",
                        "submitter role",
                        "submitter's other rights",
                        "vault");
        assertThat(findings.get("submitter role")).contains("may not propose", "SUBMITTER_ROLE");
        assertThat(findings.get("submitter's other rights"))
                .contains("GUARDIAN_ROLE of RoyaltyVault (revokes proposals)");
        assertThat(findings.get("marketplace roles")).contains("lacks MARKETPLACE_ROLE of RoyaltyVault");
        assertThat(findings.get("vault")).contains("the vault is paused");
        assertThat(findings.get("gas of the submitter")).contains("less than one transaction may cost");
    }

    @Test
    void addressesOfOtherContractsAndChainsAreFound() throws Exception {
        MarketplaceDeployment other =
                Settled.deploy(chain, database, Files.createDirectory(folder.resolve("other"))).marketplace;
        config.put("contract.model-registry", other.deployment().address(Deployment.MODEL_REGISTRY));
        config.put("contract.gateway-registry", DevAccounts.at(5).getAddress());
        config.put("contract.access-pass", settled.marketplace.token());
        Map<String, String> findings = findings();
        assertThat(findings)
                .containsOnlyKeys(
                        "contract ModelRegistry",
                        "contract GatewayRegistry",
                        "contract AccessPass",
                        "contract VerificationOracle",
                        "contract Marketplace");
        assertThat(findings.get("contract ModelRegistry"))
                .contains("works with the RoyaltyVault at ", "not with the configured");
        assertThat(findings.get("contract GatewayRegistry")).contains("nothing is deployed at");
        assertThat(findings.get("contract AccessPass")).contains("is not that of AccessPass");
        assertThat(examine(Duration.ZERO).checks())
                .filteredOn(check -> check.name().equals("submitter's other rights"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.outcome()).isEqualTo(Check.Outcome.SKIPPED);
                    assertThat(check.detail()).contains("not looked at: ModelRegistry");
                });
        config.put("chain.id", "1");
        assertThat(findings().get("node 1 of 1")).contains("31337").contains("Check `chain.rpc-url` and `chain.id`");
    }

    @Test
    void filesThatOthersCanReadOrNobodyCanUseAreNamed() throws Exception {
        Path passphrase = Path.of(config.get("submitter.passphrase-file"));
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r-----"));
        Path password = Files.copy(Path.of(config.get("reader.password-file")), folder.resolve("reader"));
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        config.put("reader.password-file", password.toString());
        config.put("output.directory", password + "/epochs");
        Map<String, String> findings = findings();
        assertThat(findings).containsOnlyKeys("file of reader.password-file", "key", "output");
        assertThat(findings.get("key")).contains("can be read by others than its owner", "chmod 600");
        assertThat(findings.get("file of reader.password-file")).contains("rw-r--r--", "chmod 600");
        assertThat(findings.get("output")).contains("cannot be written to");
    }

    @Test
    void whatCannotBeLookedAtIsSkippedAndNotCalledGood() {
        config.put("database.url", "jdbc:postgresql://" + NOWHERE + "/tributary");
        config.put("kafka.bootstrap-servers", NOWHERE);
        config.put("chain.rpc-url", "http://" + NOWHERE);
        Checkup checkup = examine(Duration.ZERO);
        assertThat(checkup.checks())
                .filteredOn(check -> check.outcome() == Check.Outcome.FAIL)
                .extracting(Check::name)
                .containsExactly("ports of database.url", "ports of kafka.bootstrap-servers", "ports of chain.rpc-url");
        assertThat(checkup.checks())
                .filteredOn(check -> check.outcome() == Check.Outcome.SKIPPED)
                .extracting(Check::name)
                .contains(
                        "database",
                        "schema",
                        "logins and rights",
                        "clock of the database",
                        "node 1 of 1",
                        "contract RoyaltyVault",
                        "submitter's other rights",
                        "topic usage.reported.v1",
                        "heartbeats",
                        "clock of the brokers");
        assertThat(findings().get("ports of database.url")).contains(NOWHERE, "correct `database.url`");
    }
}
