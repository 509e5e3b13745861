package dev.tributary.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The JSON Schema of a topic, as the tests hold written records against it. */
public final class TopicSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema schema;
    private final JsonNode document;

    private TopicSchema(JsonNode document, SpecificationVersion version) {
        this.document = document;
        this.schema = SchemaRegistry.withDefaultDialect(version).getSchema(document.toString(), InputFormat.JSON);
    }

    public static TopicSchema of(String topic) throws IOException {
        return new TopicSchema(read("/dev/tributary/schemas/" + topic + ".json"), SpecificationVersion.DRAFT_2020_12);
    }

    public static TopicSchema of(JsonNode inlineSchema) {
        return new TopicSchema(inlineSchema, SpecificationVersion.DRAFT_2020_12);
    }

    /** What AsyncAPI itself asks of a document. */
    public static TopicSchema ofAsyncApi() throws IOException {
        return new TopicSchema(read("/asyncapi/3.0.0.json"), SpecificationVersion.DRAFT_7);
    }

    private static JsonNode read(String resource) throws IOException {
        try (InputStream json = TopicSchema.class.getResourceAsStream(resource)) {
            return JSON.readTree(Objects.requireNonNull(json, resource));
        }
    }

    public List<String> examples() {
        List<String> examples = new ArrayList<>();
        document.path("examples").forEach(example -> examples.add(example.toString()));
        return examples;
    }

    public List<String> violations(byte[] value) {
        return violations(new String(value, StandardCharsets.UTF_8));
    }

    public List<String> violations(String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
