package dev.tributary.local.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A message of {@code schemas/asyncapi.yaml}, against which records are held as the broker gives them: headers and value. */
final class LoggedMessage {
    private static final Path SCHEMAS = Path.of("../../schemas");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Schema headers;
    private final Schema value;
    private final boolean json;

    private LoggedMessage(Schema headers, Schema value, boolean json) {
        this.headers = headers;
        this.value = value;
        this.json = json;
    }

    static LoggedMessage of(String name) throws IOException {
        JsonNode message = new YAMLMapper()
                .readTree(SCHEMAS.resolve("asyncapi.yaml").toFile())
                .at("/components/messages")
                .required(name);
        JsonNode payload = message.required("payload");
        boolean json = payload.has("$ref");
        String value =
                json ? Files.readString(SCHEMAS.resolve(payload.path("$ref").textValue())) : payload.toString();
        return new LoggedMessage(schema(message.required("headers").toString()), schema(value), json);
    }

    private static Schema schema(String text) {
        return REGISTRY.getSchema(text, InputFormat.JSON);
    }

    List<String> violations(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode texts = JsonNodeFactory.instance.objectNode();
        for (Header header : record.headers()) {
            texts.put(header.key(), new String(header.value(), UTF_8));
        }
        List<String> violations = new ArrayList<>(errors(headers, texts.toString()));
        String text = new String(record.value(), UTF_8);
        violations.addAll(errors(
                value, json ? text : JsonNodeFactory.instance.textNode(text).toString()));
        return violations;
    }

    private static List<String> errors(Schema schema, String instance) {
        return schema.validate(instance, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
