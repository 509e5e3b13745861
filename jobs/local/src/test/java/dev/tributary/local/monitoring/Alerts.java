package dev.tributary.local.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tributary.local.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The alerts of {@code dashboards/alerts} and their tests. */
public final class Alerts {
    public static final Path RULES = Path.of("../../dashboards/alerts/tributary.yml");
    static final Path TESTS = Path.of("../../dashboards/alerts/tests");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Alerts() {}

    static List<JsonNode> all() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : YAML.readTree(Files.readString(RULES)).path("groups")) {
            group.path("rules").forEach(alerts::add);
        }
        return alerts;
    }

    static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }

    static List<Path> testFiles() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.sorted().toList();
        }
    }

    /** Of every test whether the alert of that name is expected then. */
    static List<Boolean> expectations(String name) throws IOException {
        List<Boolean> expected = new ArrayList<>();
        for (Path file : testFiles()) {
            for (JsonNode test : YAML.readTree(Files.readString(file)).path("tests")) {
                for (JsonNode moment : test.path("alert_rule_test")) {
                    if (moment.path("alertname").asText().equals(name)) {
                        expected.add(!moment.path("exp_alerts").isEmpty());
                    }
                }
            }
        }
        return expected;
    }

    /** Names of those that fire. */
    public static Set<String> firing(PrometheusServer prometheus) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : prometheus.get("/api/v1/alerts").path("data").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        }
        return names;
    }

    /** Those that Prometheus could not evaluate, with its reason. */
    public static List<String> broken(PrometheusServer prometheus) throws IOException {
        List<String> broken = new ArrayList<>();
        for (JsonNode group : prometheus.get("/api/v1/rules").path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (!rule.path("health").asText().equals("ok")) {
                    broken.add(rule.path("name").asText() + ": "
                            + rule.path("health").asText() + " "
                            + rule.path("lastError").asText());
                }
            }
        }
        return broken;
    }
}
