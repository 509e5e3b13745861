package dev.tributary.local.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.gateway.Outcome;
import dev.tributary.gateway.UsageLine;
import dev.tributary.gateway.UsageReporter;
import dev.tributary.gateway.UsageReporterConfig;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.pipelines.compact.TextTable;
import dev.tributary.pipelines.connectors.UsageSource;
import dev.tributary.pipelines.metering.MeteringPipeline;
import dev.tributary.pipelines.metering.MeteringSettings;
import dev.tributary.pipelines.metering.ModelUsage;
import dev.tributary.pipelines.metering.UsageCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the iterator declares that closing it may throw anything
final class ReportedUsageIT {
    private static final long CHAIN_ID = 31337;
    private static final String REGISTRY = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
    private static final String TOPIC = "usage.reported.v1";
    private static final int PARTITIONS = 3;
    private static final int LINES = 2_500;

    private final Path directory;

    ReportedUsageIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Timeout(180)
    void everyLineOfAGatewayIsCountedOnceThroughAnOutageOfTheBroker() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic(TOPIC, PARTITIONS);
            String gateway = report(kafka);
            long lines = 0;
            long inputTokens = 0;
            try (CloseableIterator<ModelUsage> usage = meter(kafka)) {
                while (lines < LINES) {
                    for (UsageCount count : usage.next().counts(new TextTable())) {
                        assertThat(count.gateway()).isEqualTo(gateway);
                        lines += count.lines();
                        inputTokens += count.inputTokens();
                    }
                }
            }
            assertThat(lines).isEqualTo(LINES);
            assertThat(inputTokens).isEqualTo((long) LINES * (LINES - 1) / 2);
        }
    }

    private String report(EmbeddedKafka kafka) throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "11".repeat(32));
        UsageReporterConfig config = UsageReporterConfig.of(
                        CHAIN_ID,
                        REGISTRY,
                        key,
                        directory.resolve("spool"),
                        kafka.bootstrapServers(),
                        TOPIC,
                        PARTITIONS)
                .withBatch(100, 256 << 10, Duration.ofMillis(200));
        try (UsageReporter reporter = UsageReporter.open(config)) {
            for (int i = 0; i < LINES; i++) {
                if (i == LINES / 2) {
                    kafka.stop();
                }
                reporter.add(line(i));
            }
            assertThat(reporter.status().spooledReports()).isPositive();
            kafka.restart();
            reporter.flush();
            assertThat(reporter.awaitDelivery(Duration.ofSeconds(90))).isTrue();
            return reporter.gateway();
        }
    }

    private static UsageLine line(int number) {
        return new UsageLine(
                Integer.toString(number),
                "0x" + (number % 2 == 0 ? "ab" : "cd").repeat(32),
                "0x" + "ef".repeat(20),
                null,
                Instant.now(),
                1,
                number,
                0,
                0,
                5L,
                Outcome.OK);
    }

    private static CloseableIterator<ModelUsage> meter(EmbeddedKafka kafka) throws Exception {
        MeteringSettings settings =
                new MeteringSettings(TOPIC, PARTITIONS, CHAIN_ID, REGISTRY, 1_000, 10_000, 1_000, true);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(
                new Configuration().set(PipelineOptions.GENERIC_TYPES, false));
        environment.setParallelism(2);
        // Sums leave before each checkpoint, or when a period ends.
        environment.enableCheckpointing(200);
        return MeteringPipeline.build(
                        UsageSource.read(
                                environment,
                                kafka.bootstrapServers(),
                                TOPIC,
                                PARTITIONS,
                                "reported-usage",
                                settings.booking()),
                        settings)
                .usage()
                .executeAndCollect("ReportedUsageIT");
    }
}
