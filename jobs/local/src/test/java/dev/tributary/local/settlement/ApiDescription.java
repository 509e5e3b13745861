package dev.tributary.local.settlement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI file, as its readers use it: what may be answered where, and of which form. */
public final class ApiDescription {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    /** The OpenAPI Initiative's own schema of such files, version 2026-08-03. */
    private static final String META_SCHEMA = "/openapi/schema-3.1.json";

    private final JsonNode root;

    ApiDescription(String yaml) throws Exception {
        this.root = new YAMLMapper().readTree(yaml);
    }

    /** As it is in the sources. */
    public static ApiDescription published() throws Exception {
        return new ApiDescription(Files.readString(Path.of("../../schemas/openapi.yaml")));
    }

    /** What OpenAPI 3.1 does not allow: of the file, and of each schema in it. */
    List<String> violations() throws Exception {
        Schema file;
        try (InputStream text = ApiDescription.class.getResourceAsStream(META_SCHEMA)) {
            file = SCHEMAS.getSchema(text, InputFormat.JSON);
        }
        List<String> violations = new ArrayList<>(errors(file, root.toString()));
        Schema ofSchemas = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        root.path("components")
                .path("schemas")
                .forEach(schema -> violations.addAll(errors(ofSchemas, schema.toString())));
        return violations;
    }

    JsonNode root() {
        return root;
    }

    /** Every documented answer as {@code path status}. */
    Set<String> answers() {
        Set<String> answers = new TreeSet<>();
        root.path("paths").properties().forEach(path -> path.getValue()
                .path("get")
                .path("responses")
                .fieldNames()
                .forEachRemaining(status -> answers.add(path.getKey() + " " + status)));
        return answers;
    }

    /** The media type that is documented for an answer, empty for one without a body. */
    String mediaType(String path, int status) {
        var names = response(path, status).path("content").fieldNames();
        return names.hasNext() ? names.next() : "";
    }

    /** What a JSON body has that is not documented, or lacks. */
    public List<String> violations(String path, int status, String body) {
        JsonNode schema = response(path, status)
                .path("content")
                .path(mediaType(path, status))
                .path("schema");
        String name = schema.path("$ref").asText();
        String bundle = "{\"$ref\":\"" + name + "\",\"components\":" + root.path("components") + "}";
        return errors(SCHEMAS.getSchema(bundle, InputFormat.JSON), body);
    }

    private static List<String> errors(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    /** Follows the one reference that a response, parameter or header may be. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    private JsonNode response(String path, int status) {
        return resolved(
                root.path("paths").path(path).path("get").path("responses").path(Integer.toString(status)));
    }
}
