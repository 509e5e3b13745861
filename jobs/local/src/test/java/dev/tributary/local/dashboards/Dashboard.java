package dev.tributary.local.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A committed dashboard, as Grafana loads it. */
record Dashboard(Path file, JsonNode json) {
    static final Path FOLDER = Path.of("../../dashboards/grafana");

    /** A panel that shows something; rows are headings. */
    record Panel(JsonNode json) {
        String title() {
            return json.path("title").asText();
        }

        String type() {
            return json.path("type").asText();
        }

        List<JsonNode> targets() {
            return elements(json.path("targets"));
        }
    }

    static List<Dashboard> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            List<Dashboard> all = new java.util.ArrayList<>();
            for (Path file : sorted) {
                all.add(new Dashboard(file, new ObjectMapper().readTree(file.toFile())));
            }
            return all;
        }
    }

    String title() {
        return json.path("title").asText();
    }

    String uid() {
        return json.path("uid").asText();
    }

    List<Panel> panels() {
        return elements(json.path("panels")).stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .map(Panel::new)
                .toList();
    }

    List<JsonNode> variables() {
        return elements(json.path("templating").path("list"));
    }

    /** The data source variables: type by the reference that panels name them with. */
    JsonNode variable(String name) {
        return variables().stream()
                .filter(variable -> variable.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title() + " has no variable " + name));
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    @Override
    public String toString() {
        return title();
    }
}
