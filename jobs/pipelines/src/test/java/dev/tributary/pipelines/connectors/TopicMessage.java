package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tributary.pipelines.TopicSchema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** A message of the catalogue of topics, as the tests hold whole records against it: key, headers and value. */
record TopicMessage(JsonNode message) {
    static JsonNode catalogue() throws IOException {
        try (InputStream yaml = TopicSchema.class.getResourceAsStream("/dev/tributary/schemas/asyncapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(yaml));
        }
    }

    static TopicMessage of(String name) throws IOException {
        return new TopicMessage(catalogue().at("/components/messages").required(name));
    }

    List<String> violations(ProducerRecord<byte[], byte[]> record) throws IOException {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        for (Header header : record.headers()) {
            if (headers.has(header.key())) {
                return List.of(header.key() + " is there twice");
            }
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        JsonNode key = record.key() == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(new String(record.key(), UTF_8));
        String value = new String(record.value(), UTF_8);
        List<String> violations = new ArrayList<>(ofHeaders(headers));
        violations.addAll(TopicSchema.of(message.at("/bindings/kafka/key")).violations(key.toString()));
        violations.addAll(ofPayload(
                message.path("payload").has("$ref")
                        ? value
                        : JsonNodeFactory.instance.textNode(value).toString()));
        return violations;
    }

    List<String> ofHeaders(JsonNode headers) {
        return TopicSchema.of(message.required("headers")).violations(headers.toString());
    }

    /** @param json of the value, or of the text that it is where it is no JSON */
    List<String> ofPayload(String json) throws IOException {
        JsonNode payload = message.required("payload");
        TopicSchema schema = payload.has("$ref")
                ? TopicSchema.of(payload.path("$ref").textValue().replace(".json", ""))
                : TopicSchema.of(payload);
        return schema.violations(json);
    }
}
