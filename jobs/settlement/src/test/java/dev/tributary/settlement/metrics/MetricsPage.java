package dev.tributary.settlement.metrics;

import dev.tributary.pipelines.IngestMetric;
import dev.tributary.pipelines.JobMetric;
import dev.tributary.pipelines.RoyaltyMetric;
import dev.tributary.settlement.run.SettlementMetric;
import dev.tributary.settlement.serving.ServeMetric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code docs/metrics.md} as the enums have them. */
final class MetricsPage {
    private MetricsPage() {}

    /** Rows of the section of RoyaltyJob. */
    static List<String> royaltyJob() {
        return Arrays.stream(RoyaltyMetric.values()).map(MetricsPage::row).toList();
    }

    /** Rows of the section of ChainIngestJob. */
    static List<String> chainIngestJob() {
        return Arrays.stream(IngestMetric.values()).map(MetricsPage::row).toList();
    }

    /** Rows of the section of the settlement run. */
    static List<String> settlement() {
        return Arrays.stream(SettlementMetric.values())
                .map(metric -> row(
                        metric.metricName(),
                        "gauge",
                        metric.labels(),
                        metric.unit(),
                        metric.isOfARun() ? "settle" : "settle, serve",
                        metric.meaning()))
                .toList();
    }

    /** Rows of the section of the endpoint. */
    static List<String> serve() {
        return Arrays.stream(ServeMetric.values())
                .map(metric ->
                        row(metric.metricName(), "summary", metric.labels(), metric.unit(), "serve", metric.meaning()))
                .toList();
    }

    /** Every name, as Prometheus sees it. */
    static Stream<String> names() {
        return Stream.of(
                        Arrays.stream(RoyaltyMetric.values()).map(JobMetric::exposedName),
                        Arrays.stream(IngestMetric.values()).map(JobMetric::exposedName),
                        Arrays.stream(SettlementMetric.values()).map(SettlementMetric::metricName),
                        Arrays.stream(ServeMetric.values()).map(ServeMetric::metricName))
                .flatMap(names -> names);
    }

    private static String row(JobMetric metric) {
        List<String> labels = metric.label().isEmpty() ? List.of() : List.of(metric.label());
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        metric.exposedName(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        inCode(labels),
                        metric.unit(),
                        metric.meaning());
    }

    private static String row(
            String name, String type, List<String> labels, String unit, String shownBy, String meaning) {
        return "| `%s` | %s | %s | %s | %s | %s |".formatted(name, type, inCode(labels), unit, shownBy, meaning);
    }

    private static String inCode(List<String> labels) {
        return labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    }
}
