package dev.tributary.local.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.DevAccounts;
import dev.tributary.local.DevChain;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.local.MarketplaceDeployment;
import dev.tributary.local.PrometheusServer;
import dev.tributary.local.faults.LiveMarket;
import dev.tributary.pipelines.ChainIngestConfig;
import dev.tributary.pipelines.ChainIngestJob;
import dev.tributary.pipelines.IngestMetric;
import dev.tributary.pipelines.JobMetric;
import dev.tributary.pipelines.RoyaltyMetric;
import dev.tributary.pipelines.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Both jobs at work, the one over a live market, the other over a dev chain, and Prometheus that scrapes them. */
@Timeout(240)
final class JobMetricsIT {
    private static final long SEED = Long.getLong("tributary.seed", 15);
    private static final Duration LONG = Duration.ofSeconds(90);

    @BeforeAll
    static void needPrometheus() {
        PrometheusServer.assumeInstalled();
    }

    @Test
    void everyMetricOfTheJobsIsScrapedAndTellsTheTruth(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedDatabase database = EmbeddedDatabase.start();
                DevChain chain = DevChain.start(DevChain.Options.automine(Path.of("../../contracts")));
                FlinkCluster cluster = FlinkCluster.start(1, 3);
                PrometheusServer prometheus =
                        PrometheusServer.start(Map.of("flink", cluster.metricsAddress()), List.of(Alerts.RULES));
                LiveMarket market = new LiveMarket(kafka, folder, SEED)) {
            ingest(cluster, kafka, chain, folder);
            LiveMarket.submitRoyaltyJob(cluster, kafka, database.login(DatabaseRole.JOBS), "RoyaltyJob");
            CompletableFuture<Long> trading = market.run();
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> number(prometheus, "sum(" + RoyaltyMetric.COUNTED_LINES.exposedName() + ")") > 100);

            // A machine with much to do may miss a scrape, and then nothing is shown for a moment.
            await().atMost(LONG).untilAsserted(() -> assertMeasured(prometheus));

            market.stopTrading();
            long lines = trading.get();
            await().atMost(LONG).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                assertThat(number(prometheus, "sum(" + RoyaltyMetric.REPORTED_LINES.exposedName() + ")"))
                        .isEqualTo((double) lines);
                assertThat(number(
                                prometheus,
                                "sum(" + RoyaltyMetric.COUNTED_LINES.exposedName() + ") + sum("
                                        + RoyaltyMetric.REJECTED_LINES.exposedName() + ")"))
                        .isEqualTo((double) lines);
                assertThat(number(prometheus, "sum(" + RoyaltyMetric.OPEN_PERIODS.exposedName() + ")"))
                        .isZero();
            });
            assertThat(number(prometheus, "max_over_time(" + RoyaltyMetric.UNACCOUNTED_LINES.exposedName() + "[5m])"))
                    .isZero();
        }
    }

    private static void assertMeasured(PrometheusServer prometheus) throws IOException {
        assertThat(scraped(prometheus)).containsAll(MetricNames.of("RoyaltyJob"));
        assertThat(scraped(prometheus)).containsAll(MetricNames.of("ChainIngestJob"));
        assertThat(scraped(prometheus)).containsAll(MetricNames.of("Flink's own"));
        assertThat(labels(prometheus, RoyaltyMetric.REJECTED_LINES)).isEqualTo(names(List.of(RejectReason.values())));
        assertThat(labels(prometheus, RoyaltyMetric.HEARTBEAT_TIME)).isEqualTo(Set.of("0", "1"));
        assertThat(number(prometheus, "max(time() - " + RoyaltyMetric.USAGE_TIME.exposedName() + ")"))
                .isBetween(-2.0, 30.0);
        assertThat(number(prometheus, "sum(" + RoyaltyMetric.OPEN_PERIODS.exposedName() + ")"))
                .isBetween(1.0, 20.0);
        assertThat(number(prometheus, "sum(" + IngestMetric.HEAD.exposedName() + ")"))
                .isGreaterThan(number(prometheus, "sum(" + IngestMetric.LAST_READ.exposedName() + ")"));
        assertThat(number(prometheus, "sum(" + IngestMetric.LAST_ORDINAL.exposedName() + ")"))
                .isPositive();

        assertThat(Alerts.broken(prometheus)).isEmpty();
        assertThat(Alerts.firing(prometheus)).isEmpty();
    }

    private static Set<String> scraped(PrometheusServer prometheus) throws IOException {
        Set<String> names = new TreeSet<>();
        prometheus.get("/api/v1/label/__name__/values").path("data").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Set<String> labels(PrometheusServer prometheus, JobMetric metric) throws IOException {
        Set<String> values = new TreeSet<>();
        for (JsonNode series : prometheus.query(metric.exposedName())) {
            values.add(series.path("metric").path(metric.label()).asText());
        }
        return values;
    }

    private static Set<String> names(List<RejectReason> reasons) {
        Set<String> names = new TreeSet<>();
        reasons.forEach(reason -> names.add(reason.name()));
        return names;
    }

    /** Of a single series; -1 without. */
    private static double number(PrometheusServer prometheus, String expression) throws IOException {
        List<JsonNode> series = prometheus.query(expression);
        return series.isEmpty() ? -1 : series.get(0).path("value").path(1).asDouble();
    }

    private static void ingest(FlinkCluster cluster, EmbeddedKafka kafka, DevChain chain, Path folder)
            throws Exception {
        MarketplaceDeployment marketplace = MarketplaceDeployment.deploy(
                chain,
                DevAccounts.at(0),
                new MarketplaceDeployment.Options(
                        DevAccounts.at(2).getAddress(),
                        DevAccounts.at(1).getAddress(),
                        DevAccounts.at(3).getAddress(),
                        DevAccounts.at(4).getAddress(),
                        25_000,
                        30,
                        0));
        chain.mineEvery(1);
        kafka.createTopic("ingested.chain", 1);
        kafka.createTopic("ingested.usage", 2);
        Map<String, String> values = Map.of(
                "chain.id", Long.toString(DevChain.CHAIN_ID),
                "chain.rpc-url", chain.url(),
                "chain.deployment", marketplace.deployment().write(folder).toString(),
                "chain.poll-interval", "250ms",
                "kafka.bootstrap-servers", kafka.bootstrapServers(),
                "topic.chain-events", "ingested.chain",
                "topic.usage-reported", "ingested.usage",
                "usage.partitions", "2",
                "topic.replication", "1");
        ChainIngestConfig config = ChainIngestConfig.from(Settings.of(values, Map.of(), ChainIngestConfig.KEYS));
        StreamExecutionEnvironment environment = cluster.environment();
        environment.setParallelism(1);
        environment.enableCheckpointing(500);
        ChainIngestJob.build(environment, config);
        cluster.submit(environment, "ChainIngestJob");
    }
}
