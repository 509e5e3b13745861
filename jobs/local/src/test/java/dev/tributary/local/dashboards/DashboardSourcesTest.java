package dev.tributary.local.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DashboardSourcesTest {
    private static final Path PROVISIONING = Dashboard.FOLDER.resolve("provisioning");

    @Test
    void committedDashboardsAreWhatTheirSourcesMake() throws Exception {
        Process build = new ProcessBuilder("node", "source/build.mjs", "--check")
                .directory(Dashboard.FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), UTF_8);
        assertThat(build.waitFor()).as(said).isZero();
    }

    @Test
    void dataSourcesHaveFixedUidsAndNoSecretInline() throws Exception {
        JsonNode provisioned = new YAMLMapper()
                .readTree(PROVISIONING.resolve("datasources/tributary.yml").toFile());
        Map<String, String> uids = new HashMap<>();
        for (JsonNode source : provisioned.path("datasources")) {
            uids.put(source.path("type").asText(), source.path("uid").asText());
            assertThat(source.path("editable").asBoolean(true)).isFalse();
            source.path("secureJsonData")
                    .forEach(secret -> assertThat(secret.asText()).startsWith("$__file{"));
        }
        assertThat(uids)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "grafana-postgresql-datasource", "tributary-postgresql", "prometheus", "tributary-prometheus"));
    }

    @Test
    void dashboardsAreLoadedIntoTheirFolder() throws Exception {
        JsonNode provider = new YAMLMapper()
                .readTree(PROVISIONING.resolve("dashboards/tributary.yml").toFile())
                .path("providers")
                .path(0);
        assertThat(provider.path("type").asText()).isEqualTo("file");
        assertThat(provider.path("folderUid").asText()).isEqualTo("tributary");
        assertThat(provider.path("options").path("path").asText()).isEqualTo("$TRIBUTARY_GRAFANA_DASHBOARDS");
    }
}
