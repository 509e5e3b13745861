package dev.tributary.local.installation;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** YAML as its readers see it; a key given twice is an error. */
final class YamlFile {
    /** The repository's root, from where the tests of this module run. */
    static final Path ROOT = Path.of("../..");

    static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private YamlFile() {}

    static List<JsonNode> documents(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                MappingIterator<JsonNode> documents =
                        YAML.readerFor(JsonNode.class).readValues(reader)) {
            return documents.readAll();
        }
    }

    static JsonNode document(Path file) throws IOException {
        List<JsonNode> documents = documents(file);
        if (documents.size() != 1) {
            throw new IOException(file + " holds " + documents.size() + " documents");
        }
        return documents.get(0);
    }

    static JsonNode parse(String text) throws IOException {
        return YAML.readTree(text);
    }
}
