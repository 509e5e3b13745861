package dev.tributary.local.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of grafana/dashboard-linter, under its names, and those of this project. Exclusions are in {@code .lint}, as the
 * linter reads them. That queries are valid is for {@link DashboardsIT}.
 */
final class DashboardRulesTest {
    private static final Pattern DATA_SOURCE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern USED = Pattern.compile("\\$\\{?([a-z]\\w*)|var-(\\w+)=");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[^}]*})?(\\[[^]]*])?");
    private static final Pattern METRIC = Pattern.compile("(flink|tributary)_\\w+");
    private static final Pattern RATE = Pattern.compile("\\b(rate|irate|deriv|increase)\\([^\\[]*\\[([^]]*)]");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+, ?)?\\w+\\)");
    private static final Pattern LINK = Pattern.compile("^/d/([^/]+)/[^?]+\\?.*\\$\\{__url_time_range}$");
    /** Of Grafana's own list, those that the dashboards need. */
    private static final Set<String> UNITS = Set.of(
            "none",
            "short",
            "string",
            "percentunit",
            "bytes",
            "ms",
            "s",
            "cps",
            "dateTimeAsIso",
            "dateTimeFromNow",
            "bool_yes_no");

    private static final Map<String, String> SOURCES =
            Map.of("grafana-postgresql-datasource", "tributary-postgresql", "prometheus", "tributary-prometheus");

    static Stream<Dashboard> dashboards() throws Exception {
        return Dashboard.all().stream();
    }

    private static boolean isExcluded(String rule, Dashboard dashboard) throws Exception {
        JsonNode exclusion = new YAMLMapper()
                .readTree(Dashboard.FOLDER.resolve(".lint").toFile())
                .path("exclusions")
                .path(rule);
        assertThat(exclusion.path("reason").asText("no exclusion"))
                .as("the reason for excluding " + rule)
                .isNotBlank();
        List<JsonNode> entries = Dashboard.elements(exclusion.path("entries"));
        return !exclusion.isMissingNode()
                && (entries.isEmpty()
                        || entries.stream()
                                .anyMatch(entry ->
                                        entry.path("dashboard").asText().equals(dashboard.title())));
    }

    private static boolean asksPrometheus(Dashboard dashboard) {
        return dashboard.variables().stream()
                .anyMatch(variable -> variable.path("query").asText().equals("prometheus"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateDatasourceRule(Dashboard dashboard) throws Exception {
        List<JsonNode> sources = dashboard.variables().stream()
                .filter(variable -> variable.path("type").asText().equals("datasource"))
                .toList();
        assertThat(sources).isNotEmpty();
        for (JsonNode source : sources) {
            String type = source.path("query").asText();
            assertThat(source.path("current").path("value").asText()).as(type).isEqualTo(SOURCES.get(type));
            if (!isExcluded("template-datasource-rule", dashboard) || type.equals("prometheus")) {
                assertThat(source.path("name").asText()).isEqualTo(type + "_datasource");
                assertThat(source.path("label").asText()).isEqualToIgnoringCase(type + " data source");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateJobAndInstanceRules(Dashboard dashboard) throws Exception {
        for (String name : List.of("job", "instance")) {
            if (isExcluded("template-" + name + "-rule", dashboard)) {
                assertThat(asksPrometheus(dashboard))
                        .as("excluded without need")
                        .isFalse();
                continue;
            }
            JsonNode variable = dashboard.variable(name);
            assertThat(variable.path("datasource").path("uid").asText()).isEqualTo("${prometheus_datasource}");
            assertThat(variable.path("type").asText()).isEqualTo("query");
            assertThat(variable.path("label").asText()).isEqualToIgnoringCase(name);
            assertThat(variable.path("multi").asBoolean()).isTrue();
            assertThat(variable.path("allValue").asText()).isEqualTo(".+");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateLabelPromqlRule(Dashboard dashboard) {
        dashboard.variables().stream()
                .filter(variable ->
                        variable.path("datasource").path("type").asText().equals("prometheus"))
                .forEach(variable -> assertThat(
                                variable.path("query").path("query").asText())
                        .matches(LABEL_VALUES));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void templateOnTimeChangeReload(Dashboard dashboard) {
        dashboard.variables().stream()
                .filter(variable -> variable.path("type").asText().equals("query"))
                .forEach(variable -> assertThat(variable.path("refresh").asInt())
                        .as(variable.path("name").asText())
                        .isEqualTo(2));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelDatasourceRule(Dashboard dashboard) {
        for (Dashboard.Panel panel : dashboard.panels()) {
            List<JsonNode> references = new ArrayList<>(List.of(panel.json().path("datasource")));
            panel.targets().forEach(target -> references.add(target.path("datasource")));
            for (JsonNode reference : references) {
                Matcher variable = DATA_SOURCE.matcher(reference.path("uid").asText());
                assertThat(variable.matches())
                        .as(panel.title() + " names a data source variable")
                        .isTrue();
                assertThat(dashboard.variable(variable.group(1)).path("query").asText())
                        .as(panel.title())
                        .isEqualTo(reference.path("type").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelTitleDescriptionRule(Dashboard dashboard) {
        assertThat(dashboard.json().path("description").asText()).isNotBlank();
        assertThat(dashboard.panels())
                .extracting(Dashboard.Panel::title)
                .doesNotContain("")
                .doesNotHaveDuplicates();
        assertThat(dashboard.panels())
                .allSatisfy(panel -> assertThat(panel.json().path("description").asText())
                        .as(panel.title())
                        .endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelUnitsRule(Dashboard dashboard) {
        for (Dashboard.Panel panel : dashboard.panels()) {
            JsonNode fields = panel.json().path("fieldConfig");
            assertThat(UNITS)
                    .as(panel.title())
                    .contains(fields.path("defaults").path("unit").asText());
            for (JsonNode override : fields.path("overrides")) {
                for (JsonNode property : override.path("properties")) {
                    if (property.path("id").asText().equals("unit")) {
                        assertThat(UNITS)
                                .as(panel.title())
                                .contains(property.path("value").asText());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelNoTargetsRule(Dashboard dashboard) {
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.targets()).as(panel.title()).isNotEmpty();
            assertThat(panel.targets())
                    .extracting(target -> target.path("refId").asText())
                    .doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void targetRateIntervalRule(Dashboard dashboard) {
        for (String query : promql(dashboard)) {
            Matcher rate = RATE.matcher(query);
            while (rate.find()) {
                assertThat(rate.group(2)).as(query).isEqualTo("$__rate_interval");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void targetJobAndInstanceRules(Dashboard dashboard) {
        for (String query : promql(dashboard)) {
            int selectors = 0;
            Matcher selector = SELECTOR.matcher(query);
            while (selector.find()) {
                if (METRIC.matcher(selector.group(1)).matches()) {
                    selectors++;
                    assertThat(String.valueOf(selector.group(2)))
                            .as(query)
                            .contains("job=~\"$job\"")
                            .contains("instance=~\"$instance\"");
                }
            }
            assertThat(selectors).as(query).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void targetCounterAggRule(Dashboard dashboard) {
        assertThat(promql(dashboard)).noneMatch(query -> Pattern.compile("_total\\b(\\{[^}]*})?(?!\\[)")
                .matcher(query)
                .find());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void uneditableDashboard(Dashboard dashboard) {
        assertThat(dashboard.json().path("editable").asBoolean(true)).isFalse();
    }

    private static List<String> promql(Dashboard dashboard) {
        return dashboard.panels().stream()
                .flatMap(panel -> panel.targets().stream())
                .map(target -> target.path("expr").asText())
                .filter(query -> !query.isEmpty())
                .toList();
    }

    // What this project asks beside the linter.

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardHasAFixedUidUtcAndTheSchemaOfGrafana12(Dashboard dashboard) throws Exception {
        assertThat(dashboard.uid()).isEqualTo("tributary-" + name(dashboard.file()));
        assertThat(dashboard.json().path("timezone").asText()).isEqualTo("utc");
        assertThat(dashboard.json().path("schemaVersion").asInt()).isEqualTo(42);
        assertThat(dashboard.json().path("tags").get(0).asText()).isEqualTo("tributary");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyVariableIsDefinedAndUsed(Dashboard dashboard) {
        Set<String> defined = new TreeSet<>();
        dashboard
                .variables()
                .forEach(variable -> defined.add(variable.path("name").asText()));
        Set<String> used = new TreeSet<>();
        Matcher found = USED.matcher(dashboard.json().toString());
        while (found.find()) {
            used.add(found.group(1) != null ? found.group(1) : found.group(2));
        }
        // Links hand on the token and may choose what another dashboard is about.
        used.removeAll(Set.of("model", "account"));
        defined.removeAll(Set.of("model", "account"));
        assertThat(used).isEqualTo(defined);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyMetricIsOneThatIsDocumentedAsStable(Dashboard dashboard) throws Exception {
        String documented = Files.readString(Path.of("../../docs/metrics.md"));
        for (String query : promql(dashboard)) {
            Matcher metric = METRIC.matcher(query);
            while (metric.find()) {
                assertThat(documented).contains("`" + metric.group() + "`");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void linksLeadToDashboardsThatAreThere(Dashboard dashboard) throws Exception {
        Set<String> uids = new HashSet<>();
        Dashboard.all().forEach(other -> uids.add(other.uid()));
        List<String> links = new ArrayList<>();
        dashboard
                .json()
                .findValues("links")
                .forEach(list -> list.forEach(link -> links.add(link.path("url").asText())));
        dashboard.json().findValues("value").stream()
                .filter(JsonNode::isArray)
                .forEach(list -> list.forEach(link -> links.add(link.path("url").asText())));
        List<String> inside = links.stream().filter(link -> !link.isEmpty()).toList();
        assertThat(inside).isNotEmpty();
        for (String link : inside) {
            Matcher matcher = LINK.matcher(link);
            assertThat(matcher.matches()).as(link).isTrue();
            assertThat(uids).contains(matcher.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveTheirOwnIdAndPlace(Dashboard dashboard) {
        Set<String> taken = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            assertThat(ids.add(panel.path("id").asInt()))
                    .as("id of " + panel.path("title"))
                    .isTrue();
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(taken.add((place.path("x").asInt() + x) + ","
                                    + (place.path("y").asInt() + y)))
                            .as(panel.path("title") + " lies on another panel")
                            .isTrue();
                }
            }
        }
    }
}
