package dev.tributary.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.local.audit.KafkaLogs;
import dev.tributary.settlement.command.ExitCode;
import dev.tributary.settlement.command.TributaryCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * RoyaltyJob settles a live market; then its logs are exported from Kafka with the command, replayed with the command, and
 * every batch, root and refusal of the two must be the same.
 */
@Timeout(300)
final class ReplayOfALiveMarketIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = Long.getLong("tributary.seed", 4);
    private static final int LEAST_LINES = 20;

    @Test
    void theExportedLogsReplayToTheBatchesThatTheJobSealed(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedDatabase database = EmbeddedDatabase.start();
                FlinkCluster cluster = FlinkCluster.start(1, 2);
                LiveMarket market = new LiveMarket(kafka, folder, SEED)) {
            LiveMarket.submitRoyaltyJob(cluster, kafka, database.login(DatabaseRole.JOBS), "live");
            DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
            CompletableFuture<Long> trading = market.run();
            Thread.sleep(2_000);
            sendOddRecords(kafka);
            // Trading goes on until there is enough to compare; how long that takes is up to the machine.
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> SealedBatches.read(login).lines().size() > LEAST_LINES);
            market.stopTrading();
            long lines = trading.get();
            awaitCounted(login, lines);

            String exported = run(
                    Map.of("kafka.bootstrap-servers", kafka.bootstrapServers()),
                    folder,
                    "export",
                    "--out",
                    folder.resolve("logs").toString());
            assertThat(exported).contains("of 2 partitions", "tributary replay --chain");
            run(
                    Map.of(),
                    folder,
                    "replay",
                    "--usage",
                    folder.resolve("logs/usage.jsonl").toString(),
                    "--chain",
                    folder.resolve("logs/chain.jsonl").toString(),
                    "--period",
                    "2s",
                    "--grace",
                    "500ms",
                    "--grain",
                    "200ms",
                    "--parallelism",
                    "2",
                    "--out",
                    folder.resolve("out").toString());

            JsonNode replayed = JSON.readTree(folder.resolve("out/batches.json").toFile());
            assertThat(replayedLines(replayed))
                    .hasSizeGreaterThan(LEAST_LINES)
                    .isEqualTo(SealedBatches.read(login).lines());
            assertThat(replayedRoots(replayed)).isEqualTo(rootsOfTheSealedLines(login));
            assertThat(refusals(Files.readAllLines(folder.resolve("out/rejected.jsonl"))))
                    .isEqualTo(refusals(new KafkaLogs(kafka.bootstrapServers()).chainEvents(LiveMarket.REJECTED)));
        }
    }

    /** What only a broker's record can be: headers twice, without a value, not UTF-8; values that are no text, or none. */
    private static void sendOddRecords(EmbeddedKafka kafka) throws Exception {
        byte[] notText = {'[', (byte) 0xc3, '(', 0, (byte) 0xff, ']'};
        String gateway = "0x" + "9f".repeat(20);
        List<ProducerRecord<byte[], byte[]>> odd = new ArrayList<>();
        for (int partition = 0; partition < LiveMarket.PARTITIONS; partition++) {
            odd.add(record(partition, null));
            odd.add(record(partition, notText));
            odd.add(record(partition, "\u2028\uFEFF\u0000 \"\\".getBytes(UTF_8)));
            ProducerRecord<byte[], byte[]> twice = record(partition, "[{}]".getBytes(UTF_8));
            twice.headers()
                    .add("gateway", gateway.getBytes(UTF_8))
                    .add("sequence", "7".getBytes(UTF_8))
                    .add("sequence", "8".getBytes(UTF_8));
            odd.add(twice);
            ProducerRecord<byte[], byte[]> bytes = record(partition, notText);
            bytes.headers()
                    .add("gateway", notText)
                    .add("sequence", null)
                    .add("signature", "é".getBytes(UTF_8))
                    .add("trace", notText);
            odd.add(bytes);
            ProducerRecord<byte[], byte[]> forged = record(partition, notText);
            forged.headers()
                    .add("gateway", gateway.getBytes(UTF_8))
                    .add("sequence", "18446744073709551615".getBytes(UTF_8))
                    .add("signature", ("0x" + "1b".repeat(65)).getBytes(UTF_8));
            odd.add(forged);
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : odd) {
                producer.send(record).get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, byte @Nullable [] value) {
        return new ProducerRecord<>(LiveMarket.USAGE, partition, null, value);
    }

    private static void awaitCounted(DatabaseLogin login, long lines) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> SealedBatches.number(
                                login,
                                "select coalesce(sum(lines), 0) from tributary.line_total"
                                        + " where name = 'counted' or name like 'rejected.%'")
                        == lines);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> SealedBatches.number(
                                login,
                                "select count(*) from (select distinct period_start from tributary.staged_line"
                                        + " except select period_start from tributary.sealed_period) unsealed")
                        == 0);
    }

    private static String run(Map<String, String> settings, Path folder, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!settings.isEmpty()) {
            Path config = folder.resolve("export.properties");
            Files.write(
                    config,
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
            all.addAll(List.of("--config", config.toString()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = TributaryCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.OK);
        return out.toString();
    }

    private static List<String> replayedLines(JsonNode batches) {
        List<String> lines = new ArrayList<>();
        for (JsonNode batch : batches.path("batches")) {
            for (JsonNode line : batch.path("lines")) {
                lines.add(String.join(
                        " ",
                        batch.path("epoch").asText(),
                        line.path("token").asText(),
                        line.path("account").asText(),
                        line.path("numerator").asText()));
            }
        }
        return lines;
    }

    private static List<String> replayedRoots(JsonNode batches) {
        List<String> roots = new ArrayList<>();
        batches.path("batches").forEach(batch -> roots.add(batch.path("root").asText()));
        return roots;
    }

    /** As the settlement run would prove them. */
    private static List<String> rootsOfTheSealedLines(DatabaseLogin login) throws SQLException {
        Map<String, BigInteger> numerators = new TreeMap<>();
        List<String> roots = new ArrayList<>();
        String epoch = "1";
        for (String line : SealedBatches.read(login).lines()) {
            String[] fields = line.split(" ", -1);
            if (!fields[0].equals(epoch)) {
                roots.add(root(numerators));
                epoch = fields[0];
            }
            numerators.merge(fields[1] + " " + fields[2], new BigInteger(fields[3]), BigInteger::add);
        }
        roots.add(root(numerators));
        return roots;
    }

    private static String root(Map<String, BigInteger> numerators) {
        List<Leaf> leaves = new ArrayList<>();
        numerators.forEach((key, numerator) -> {
            BigInteger cumulative = Units.payableFloor(numerator);
            if (cumulative.signum() > 0) {
                String[] of = key.split(" ", -1);
                leaves.add(new Leaf(of[1], of[0], cumulative));
            }
        });
        return MerkleTree.of(leaves).root();
    }

    /** The job writes a refusal at least once. */
    private static Set<String> refusals(List<String> records) {
        return new TreeSet<>(records);
    }
}
