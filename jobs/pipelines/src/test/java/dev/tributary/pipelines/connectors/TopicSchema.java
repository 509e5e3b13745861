package dev.tributary.pipelines.connectors;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The JSON Schema of a topic, as the tests hold written records against it. */
final class TopicSchema {
    private final Schema schema;

    private TopicSchema(Schema schema) {
        this.schema = schema;
    }

    static TopicSchema of(String topic) throws IOException {
        try (InputStream json = TopicSchema.class.getResourceAsStream("/dev/tributary/schemas/" + topic + ".json")) {
            return new TopicSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Objects.requireNonNull(json, topic), InputFormat.JSON));
        }
    }

    List<String> violations(byte[] value) {
        return schema.validate(new String(value, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
