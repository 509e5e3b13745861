package dev.tributary.local.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.local.CommandRun;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.serving.ApiServer;
import dev.tributary.settlement.serving.ServeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anybody's look at what the settlement run proposed, with nothing but the two logs, a node and the published files. */
final class VerifyBatchIT {
    private static DevChain chain;
    private static EmbeddedDatabase database;

    private Path folder;
    private Settled settled;
    private LoggedMarket market;
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
    void trade(@TempDir Path emptyFolder) throws Exception {
        folder = emptyFolder;
        settled = Settled.deploy(chain, database, folder);
        market = LoggedMarket.trade(settled, folder);
    }

    /** The submitter has one transaction in flight, whatever the vault: the next test needs it. */
    @AfterEach
    void settle() throws Exception {
        settled.settle();
    }

    private int verify(Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("verify-batch", "--config", config.toString()));
        all.addAll(Arrays.asList(arguments));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    private String[] files(String epoch, String... more) {
        List<String> all = new ArrayList<>(
                List.of(epoch, "--chain", market.chainFile.toString(), "--usage", market.usageFile.toString()));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out);
    }

    @Test
    void anEpochIsVerifiedInsideItsWindowAndAfterWithoutAnyDatabase() throws Exception {
        market.seal(market.recomputed(market.chainFile));
        settled.pass();
        assertThat(settled.state(2)).isEqualTo(BatchState.PROPOSED);
        Path config = market.verifierConfig();
        String epochs = folder.resolve("epochs").toString();
        Path recomputed = folder.resolve("recomputed");

        assertThat(verify(config, files("2", "--published", epochs, "--out", recomputed.toString())))
                .as(out + err)
                .isEqualTo(ExitCode.OK);
        assertThat(out)
                .contains(
                        "inside its challenge window",
                        "tree.json, 3 leaves, byte for byte",
                        "manifest.json, byte for byte")
                .contains("manifest hash", "totals of 1 tokens", "OK  epoch 2 is what the two logs give.");
        for (String file : List.of("2/manifest.json", "2/tree.json")) {
            assertThat(recomputed.resolve(file)).hasSameBinaryContentAs(folder.resolve("epochs/" + file));
        }

        settled.settle();
        assertThat(verify(config, files("2", "--json"))).as(out + err).isEqualTo(ExitCode.OK);
        assertThat(json().path("same").asBoolean()).isTrue();
        assertThat(json().path("compared").toString()).contains(", accepted");
        assertThat(json().path("root").asText())
                .isEqualTo(settled.batches().get(1).root());
        assertThat(verify(config, files("1"))).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("NOT_FOUND: ", "epoch 2, accepted, covers it");
        assertThat(verify(config, files("1", "--published", epochs)))
                .as(out + err)
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void theAddressOfTheEndpointIsAsGoodAsTheFolder() throws Exception {
        market.seal(market.recomputed(market.chainFile));
        settled.pass();
        DatabaseLogin login = database.login(DatabaseRole.READ);
        var reader = new dev.tributary.settlement.database.DatabaseLogin(login.url(), login.user(), login.password());
        ServeConfig config = new ServeConfig("127.0.0.1", 0, settled.vault, reader);
        try (ApiServer server = ApiServer.start(config, InstantSource.system())) {
            String address = "http://127.0.0.1:" + server.port();
            assertThat(verify(market.verifierConfig(), files("2", "--published", address)))
                    .as(out + err)
                    .isEqualTo(ExitCode.OK);
            assertThat(out)
                    .contains(
                            "tree.json, 3 leaves, byte for byte",
                            "manifest.json, byte for byte",
                            "OK  epoch 2 is what the two logs give.");
            assertThat(verify(market.verifierConfig(), files("1", "--published", address + "/")))
                    .as(out + err)
                    .isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void epochsWithoutALeafAreVerifiedFromTheKeptLogsLikeOthers(@TempDir Path dusty) throws Exception {
        settled = Settled.deploy(chain, database, dusty);
        market = LoggedMarket.tradeForDust(settled, dusty);
        market.seal(market.recomputed(market.chainFile));
        settled.settle();
        assertThat(settled.batches()).extracting(Batch::root).containsOnly(MerkleTree.EMPTY_ROOT);
        String epochs = dusty.resolve("epochs").toString();
        for (String epoch : List.of("1", "2")) {
            assertThat(verify(market.verifierConfig(), files(epoch, "--published", epochs)))
                    .as(out + err)
                    .isEqualTo(ExitCode.OK);
            assertThat(out).contains("tree.json, 0 leaves, byte for byte", "OK  epoch " + epoch);
        }
        Path manifest = dusty.resolve("epochs/2/manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"lineCount\":\"", "\"lineCount\":\"1"));
        assertThat(verify(market.verifierConfig(), files("2", "--published", epochs)))
                .as(out + err)
                .isEqualTo(ExitCode.HALTED);
        assertThat(out).contains("DIFFERENT  ", "lineCount");
    }

    @Test
    void aProposalByAWrongRuleIsToldInWords() throws Exception {
        market.seal(market.recomputed(market.withWrongFee()));
        settled.pass();
        assertThat(settled.state(2)).isEqualTo(BatchState.PROPOSED);
        Path config = market.verifierConfig();
        assertThat(verify(config, files("2"))).as(err).isEqualTo(ExitCode.HALTED);
        assertThat(out).contains("DIFFERENT  the root proposed in block", "--published DIR");
        assertThat(verify(
                        config,
                        files("2", "--published", folder.resolve("epochs").toString(), "--json")))
                .isEqualTo(ExitCode.HALTED);
        assertThat(json().path("difference").asText())
                .startsWith("account 0x")
                .contains(": published ", ", recomputed ", "the difference comes from epoch 1");
        assertThat(json().path("code").asText()).isEqualTo("VERIFICATION_DIFFERS");
    }

    @Test
    void logsThatDoNotReachTheEndAreSaidToBeTooShort() throws Exception {
        market.seal(market.recomputed(market.chainFile));
        settled.pass();
        List<String> usage = Files.readAllLines(market.usageFile);
        Files.write(market.usageFile, usage.subList(0, usage.size() - 1));
        assertThat(verify(market.verifierConfig(), files("2"))).as(out + err).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err).contains("LOGS_TOO_SHORT: ", "first offsets [-1]");
    }

    @Test
    void theTopicsGiveTheSameAsTheirExport() throws Exception {
        market.seal(market.recomputed(market.chainFile));
        settled.pass();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            publish(kafka);
            Path config = market.verifierConfig("kafka.bootstrap-servers=" + kafka.bootstrapServers());
            assertThat(verify(
                            config, "2", "--published", folder.resolve("epochs").toString()))
                    .as(out + err)
                    .isEqualTo(ExitCode.OK);
            assertThat(out).contains("OK  epoch 2");
        }
    }

    /** With the times of the files, which the broker would otherwise set itself. */
    private void publish(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("usage.reported.v1", 1, Map.of("message.timestamp.type", "CreateTime"));
        kafka.createTopic("chain.events.v1", 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String line : Files.readAllLines(market.chainFile)) {
                producer.send(new ProducerRecord<>("chain.events.v1", 0, null, line.getBytes(UTF_8)))
                        .get();
            }
            for (String line : Files.readAllLines(market.usageFile)) {
                UsageLogRecord record = UsageJsonLines.read(line);
                ProducerRecord<byte[], byte[]> sent =
                        new ProducerRecord<>("usage.reported.v1", 0, record.appendTimeMillis(), null, record.value());
                record.headers().forEach((name, value) -> sent.headers().add(name, value.getBytes(UTF_8)));
                producer.send(sent).get();
            }
        }
    }
}
