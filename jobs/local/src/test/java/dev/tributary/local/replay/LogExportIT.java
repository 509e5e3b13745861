package dev.tributary.local.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.local.CommandRun;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.pipelines.connectors.LogExport;
import dev.tributary.settlement.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // started before any test
final class LogExportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static EmbeddedKafka kafka;

    private Path folder;
    private String usage;
    private String chain;
    private String out = "";
    private String err = "";

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void createTopics(@TempDir Path emptyFolder, TestInfo test) throws Exception {
        folder = emptyFolder;
        usage = "usage-" + test.getDisplayName().replace("()", "");
        chain = "chain-" + test.getDisplayName().replace("()", "");
        kafka.createTopic(usage, 3);
        kafka.createTopic(chain, 1);
    }

    private int export(String... more) throws Exception {
        return exportFrom(kafka.bootstrapServers(), more);
    }

    private int exportFrom(String bootstrapServers, String... more) throws Exception {
        Path config = Files.write(
                folder.resolve("config.properties"),
                List.of(
                        "kafka.bootstrap-servers=" + bootstrapServers,
                        "topic.usage-reported=" + usage,
                        "topic.chain-events=" + chain));
        String[] arguments = Stream.concat(
                        Stream.of(
                                "export",
                                "--config",
                                config.toString(),
                                "--out",
                                folder.resolve("logs").toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        CommandRun run = CommandRun.of(arguments);
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    @Test
    void bothLogsAreWrittenRecordByRecordAsTheBrokerHoldsThem() throws Exception {
        ProducerRecord<byte[], byte[]> twice = record(usage, 2, "[{}]");
        twice.headers().add("sequence", utf8("7")).add("sequence", utf8("8")).add("gateway", new byte[] {(byte) 0xff});
        ProducerRecord<byte[], byte[]> heartbeat = record(usage, 0, null);
        heartbeat.headers().add("heartbeat", null);
        send(
                twice,
                heartbeat,
                new ProducerRecord<>(usage, 2, null, new byte[] {(byte) 0xc3, '('}),
                record(chain, 0, "{\"a\":1}"),
                record(chain, 0, "{\n  \"b\": 2\r\n}"));

        assertThat(export("--json")).as(err).isEqualTo(ExitCode.OK);
        JsonNode summary = JSON.readTree(out);
        assertThat(summary.path("usageRecords").asLong()).isEqualTo(3);
        assertThat(summary.path("chainRecords").asLong()).isEqualTo(2);
        assertThat(summary.path("usagePartitions").asLong()).isEqualTo(3);
        List<String> lines = Files.readAllLines(folder.resolve("logs/usage.jsonl"));
        assertThat(lines).hasSize(3);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("{\"partition\":2,\"offset\":0,"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .endsWith("\"headers\":{\"sequence\":[\"7\",\"8\"],\"gateway\":{\"base64\":\"/w==\"}},"
                                + "\"value\":\"[{}]\"}"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("{\"partition\":2,\"offset\":1,"))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("\"headers\":{},\"valueBase64\":\"wyg=\"}"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("{\"partition\":0,"))
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith("\"headers\":{\"heartbeat\":null},\"value\":\"\"}"));
        assertThat(Files.readAllLines(folder.resolve("logs/chain.jsonl")))
                .containsExactly("{\"a\":1}", "{   \"b\": 2  }");
        assertThat(folder.resolve("logs")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void itIsToldHowFarTheExportOfEachLogHasCome() throws Exception {
        send(
                record(usage, 0, "[]"),
                record(usage, 2, "[]"),
                record(usage, 2, "[]"),
                record(chain, 0, "{}"),
                record(chain, 0, "{}"));
        Map<String, List<Long>> told = new LinkedHashMap<>();
        LogExport.run(
                kafka.bootstrapServers(),
                usage,
                chain,
                folder.resolve("logs"),
                false,
                (work, log, done, all) -> told.computeIfAbsent(
                                work + " " + log + " of " + all, unseen -> new ArrayList<>())
                        .add(done));
        assertThat(told).containsOnlyKeys("export chain of 2", "export usage of 3");
        // How many records come at a time is for the broker to say.
        assertThat(told.get("export chain of 2")).isSorted().endsWith(2L);
        assertThat(told.get("export usage of 3")).isSorted().endsWith(3L);
    }

    @Test
    void emptyLogsAreEmptyFiles() throws Exception {
        assertThat(export()).as(err).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("logs/usage.jsonl")).isEmptyFile();
        assertThat(folder.resolve("logs/chain.jsonl")).isEmptyFile();
        assertThat(out).contains("0 usage records of 3 partitions", "--partitions 3");
    }

    @Test
    void aLogWhoseOldRecordsWereDeletedIsRefusedAndNothingIsWritten() throws Exception {
        send(record(usage, 1, "[]"), record(usage, 1, "[]"), record(chain, 0, "{}"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(usage, 1), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }
        assertThat(export()).isEqualTo(ExitCode.HALTED);
        assertThat(err).startsWith("EXPORT_LOG_TRUNCATED: ").contains(usage + "-1 begins at offset 1");
        assertThat(folder.resolve("logs")).isEmptyDirectory();
    }

    @Test
    void aLogStampedByItsWritersIsRefused() throws Exception {
        usage = usage + "-create-time";
        kafka.createTopic(usage, 1, Map.of("message.timestamp.type", "CreateTime"));
        send(record(usage, 0, "[]"));
        assertThat(export()).isEqualTo(ExitCode.HALTED);
        assertThat(err).startsWith("EXPORT_TIME_NOT_THE_BROKERS: ").contains("LogAppendTime");
        assertThat(folder.resolve("logs")).isEmptyDirectory();
    }

    @Test
    void aChainRecordThatIsNoTextIsRefused() throws Exception {
        send(record(chain, 0, "{}"), new ProducerRecord<>(chain, 0, null, new byte[] {(byte) 0xff}));
        assertThat(export()).isEqualTo(ExitCode.HALTED);
        assertThat(err).startsWith("EXPORT_CHAIN_RECORD: ").contains("at offset 1 is not UTF-8");
        assertThat(folder.resolve("logs")).isEmptyDirectory();
    }

    @Test
    void anExportThatIsThereIsKeptUnlessItMayBeReplaced() throws Exception {
        assertThat(export()).isEqualTo(ExitCode.OK);
        send(record(chain, 0, "{}"));
        assertThat(export()).isEqualTo(ExitCode.HALTED);
        assertThat(err).startsWith("EXPORT_EXISTS: ");
        assertThat(folder.resolve("logs/chain.jsonl")).isEmptyFile();
        assertThat(export("--overwrite")).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("logs/chain.jsonl")).hasContent("{}");
    }

    @Test
    void aTopicThatIsNotThereIsNamed() throws Exception {
        usage = "nothing-of-that-name";
        assertThat(export()).isEqualTo(ExitCode.HALTED);
        assertThat(err).startsWith("EXPORT_TOPIC_MISSING: there is no topic nothing-of-that-name");
    }

    @Test
    void aBrokerThatIsNotThereMayComeBack() throws Exception {
        assertThat(exportFrom("no-such-host.invalid:1", "--json")).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(JSON.readTree(err).path("code").asText()).isEqualTo("KAFKA_UNAVAILABLE");
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, @Nullable String value) {
        return new ProducerRecord<>(topic, partition, null, value == null ? null : utf8(value));
    }

    @SafeVarargs
    private static void send(ProducerRecord<byte[], byte[]>... records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
