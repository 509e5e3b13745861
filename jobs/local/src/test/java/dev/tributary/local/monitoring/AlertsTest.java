package dev.tributary.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.local.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever an alert wakes up can trust it, and finds what to do. */
final class AlertsTest {
    private static final Path RUNBOOK = Path.of("../../docs/runbook.md");
    private static final Path SCRAPING = Path.of("../../dashboards/prometheus/prometheus.yml");
    /** What Prometheus itself adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private static final Pattern METRIC = Pattern.compile("\\b(?:flink|tributary)_[A-Za-z0-9_]+|\\bup\\b");

    @Test
    @Timeout(120)
    void everyAlertFiresWhenItShouldAndNotJustBelow() throws Exception {
        PrometheusServer.assumeInstalled();
        List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
        Alerts.testFiles().forEach(file -> command.add(file.toString()));
        assertSucceeds(command);
    }

    @Test
    @Timeout(60)
    void prometheusTakesTheRulesAndTheConfigurationThatScrapes() throws Exception {
        PrometheusServer.assumeInstalled();
        assertSucceeds(List.of("promtool", "check", "rules", "--lint-fatal", Alerts.RULES.toString()));
        assertSucceeds(List.of("promtool", "check", "config", SCRAPING.toString()));
    }

    @Test
    void everyAlertHasATestInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        for (JsonNode alert : Alerts.all()) {
            assertThat(Alerts.expectations(Alerts.name(alert)))
                    .as(Alerts.name(alert))
                    .contains(true, false);
        }
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatIsWrong() throws IOException {
        for (JsonNode alert : Alerts.all()) {
            String name = Alerts.name(alert);
            assertThat(name).startsWith("Tributary");
            assertThat(alert.path("labels").path("severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.path("annotations").path("summary").asText())
                    .as(name)
                    .endsWith(".");
            assertThat(alert.path("annotations").path("description").asText())
                    .as(name)
                    .isNotBlank();
            assertThat(alert.path("annotations").path("runbook_url").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void theRunbookHasASectionForEveryAlertAndForNoOther() throws IOException {
        String page = Files.readString(RUNBOOK);
        List<String> headings = page.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(headings)
                .containsExactlyInAnyOrderElementsOf(
                        Alerts.all().stream().map(Alerts::name).toList());
        for (String heading : headings) {
            String section =
                    page.substring(page.indexOf("\n## " + heading + "\n") + 1).split("\n## ", 2)[0];
            assertThat(section)
                    .as(heading)
                    .contains("\nWhat it means: ", "\nLook at: ", "\nDo: ", "\nIt is over when: ");
        }
    }

    @Test
    void everyLinkOfTheRunbookLeadsToAHeading() throws IOException {
        Matcher link = Pattern.compile("\\]\\(([a-z]*\\.md)?#([a-z0-9-]+)\\)").matcher(Files.readString(RUNBOOK));
        int links = 0;
        while (link.find()) {
            Path page = link.group(1) == null ? RUNBOOK : RUNBOOK.resolveSibling(link.group(1));
            assertThat(anchors(page)).as(link.group()).contains(link.group(2));
            links++;
        }
        assertThat(links).isPositive();
    }

    @Test
    void everyMetricOfAnAlertIsADocumentedOne() throws IOException {
        Set<String> known = new TreeSet<>(MetricNames.all());
        known.addAll(OF_PROMETHEUS);
        for (JsonNode alert : Alerts.all()) {
            Matcher metric = METRIC.matcher(alert.path("expr").asText());
            Set<String> used = new TreeSet<>();
            while (metric.find()) {
                used.add(metric.group());
            }
            assertThat(used).as(Alerts.name(alert)).isNotEmpty().isSubsetOf(known);
        }
    }

    private static List<String> anchors(Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static void assertSucceeds(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
