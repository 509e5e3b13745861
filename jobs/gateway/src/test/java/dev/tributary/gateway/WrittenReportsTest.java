package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tributary.domain.money.Hex;
import dev.tributary.domain.money.Keccak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole records as the reporter gives them to Kafka, against the message of the catalogue: key, headers and value. */
@Timeout(60)
final class WrittenReportsTest {
    private static final Path SCHEMAS = Path.of("../../schemas");
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static JsonNode message;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static List<ProducerRecord<byte[], byte[]>> records;

    @BeforeAll
    static void report(@TempDir Path directory) throws Exception {
        message = new YAMLMapper()
                .readTree(SCHEMAS.resolve("asyncapi.yaml").toFile())
                .at("/components/messages")
                .required("usageReport");
        Path key = directory.resolve("key");
        Files.writeString(key, Hex.of(Keccak.hash("gateway".getBytes(UTF_8))) + "\n");
        UsageReporterConfig config = UsageReporterConfig.of(
                        31337,
                        "0x5fbdb2315678afecb367f032d93f642f64180aa3",
                        key,
                        directory.resolve("spool"),
                        "unused:9092",
                        "usage.reported.v1",
                        4)
                .withBatch(2, 64 << 10, Duration.ofMinutes(1));
        Broker broker = new Broker("usage.reported.v1", 4);
        try (UsageReporter reporter = UsageReporter.open(config, Clock.systemUTC(), broker::producer)) {
            for (UsageLine line : lines()) {
                reporter.add(line);
            }
            reporter.flush();
            assertThat(reporter.awaitDelivery(Duration.ofSeconds(20))).isTrue();
        }
        records = broker.log();
    }

    /** All members and as few as can be, at both ends of what they may be. */
    private static List<UsageLine> lines() {
        long most = (1L << 53) - 1;
        String largest = "9".repeat(77);
        Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
        return List.of(
                UsageLines.line("5 € \" \\ \n \u0001 \uD83D\uDE00", largest),
                line("0", "0", Instant.parse("0000-01-01T00:00:00Z"), 0, 0L, Outcome.ERROR),
                line("i".repeat(256), null, last, most, most, Outcome.OK),
                line("i", null, last, 0, null, null));
    }

    private static UsageLine line(
            String id,
            @Nullable String pass,
            Instant time,
            long meter,
            @Nullable Long latency,
            @Nullable Outcome outcome) {
        return new UsageLine(
                id, UsageLines.MODEL, UsageLines.PAYER, pass, time, meter, meter, meter, meter, latency, outcome);
    }

    @Test
    void itsHeadersAreThoseOfTheCatalogueAndNoMore() {
        assertThat(records).hasSize(2).allSatisfy(record -> {
            ObjectNode headers = JSON.createObjectNode();
            for (Header header : record.headers()) {
                assertThat(headers.has(header.key())).isFalse();
                headers.put(header.key(), new String(header.value(), US_ASCII));
            }
            assertThat(violations(message.required("headers"), headers)).isEmpty();
            assertThat(headers).hasSize(message.at("/headers/required").size());
            assertThat(violations(message.required("headers"), headers.put("heartbeat", "")))
                    .isNotEmpty();
        });
    }

    @Test
    void itsKeyIsThatOfTheCatalogue() {
        assertThat(records).allSatisfy(record -> assertThat(violations(
                        message.at("/bindings/kafka/key"),
                        JSON.getNodeFactory().textNode(new String(record.key(), US_ASCII))))
                .isEmpty());
    }

    /** Others may write more members; it writes none that has no name there. */
    @Test
    void itsValueIsThatOfTheSchemaAndNoMore() throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(
                SCHEMAS.resolve(message.at("/payload/$ref").textValue()).toFile());
        ((ObjectNode) schema.path("items")).put("additionalProperties", false);
        ((ObjectNode) schema.at("/items/properties/data")).put("additionalProperties", false);
        for (ProducerRecord<byte[], byte[]> record : records) {
            JsonNode value = JSON.readTree(record.value());
            assertThat(violations(schema, value)).isEmpty();
            ObjectNode usage = (ObjectNode) value.path(0).path("data");
            usage.set("Payer", usage.remove("payer"));
            assertThat(violations(schema, value)).hasSizeGreaterThan(1);
        }
    }

    private static List<String> violations(JsonNode schema, JsonNode instance) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON)
                .validate(instance.toString(), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }
}
