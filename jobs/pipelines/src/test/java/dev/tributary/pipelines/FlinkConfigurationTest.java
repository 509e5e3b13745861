package dev.tributary.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Flink ignores keys that it does not know, so what scripts/flink/config.yaml says is held against Flink's own options. */
final class FlinkConfigurationTest {
    private static final Path FOLDER = Path.of("../../scripts/flink");
    private static final String REPORTER = "metrics.reporter.prom.";

    private final Configuration configuration = GlobalConfiguration.loadConfiguration(FOLDER.toString());

    @Test
    void everyKeyIsOneOfFlinkAndEveryValueIsOfItsType() throws ReflectiveOperationException, IOException {
        Map<String, ConfigOption<?>> options = optionsOfFlink();
        assertThat(options).hasSizeGreaterThan(300);
        TreeSet<String> unknown = new TreeSet<>();
        for (String key : configuration.keySet()) {
            ConfigOption<?> option = options.get(key.startsWith(REPORTER) ? key.substring(REPORTER.length()) : key);
            if (option == null) {
                unknown.add(key);
            } else if (!key.startsWith(REPORTER)) {
                assertThat(configuration.getOptional(option)).as(key).isPresent();
            }
        }
        // The reporter's own option; it is no part of Flink's core.
        assertThat(unknown).containsExactly(REPORTER + "port");
    }

    @Test
    void checkpointsAreAlignedIncrementalAndOutliveTheirJob() {
        assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
                .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
        assertThat(configuration.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
        assertThat(configuration.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS))
                .isTrue();
        assertThat(configuration.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isLessThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .hasToString("RETAIN_ON_CANCELLATION");
        assertThat(configuration.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    }

    @Test
    void restartsHaveACap() {
        assertThat(configuration.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
        assertThat(configuration.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
                .isBetween(10, 1_000);
        assertThat(configuration.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
                .isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theJobsChangeNothingThatItSays() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        Map<String, String> before = Map.copyOf(asMap(environment));
        RoyaltyJob.requireWhatTheRulesNeed(environment);
        assertThat(asMap(environment)).containsAllEntriesOf(before);
    }

    @Test
    void noLabelOfAMetricIsNewAfterARestart() {
        String excluded =
                configuration.toMap().getOrDefault(REPORTER + MetricOptions.REPORTER_EXCLUDED_VARIABLES.key(), "");
        assertThat(excluded.split(";", -1))
                .containsExactlyInAnyOrder(
                        "job_id", "task_id", "task_attempt_id", "task_attempt_num", "operator_id", "tm_id");
    }

    @Test
    void logsAreLinesOfJson() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("log4j-console.properties"));
        assertThat(lines)
                .contains(
                        "appender.console.type = Console",
                        "appender.console.layout.type = JsonTemplateLayout",
                        "rootLogger.level = INFO");
    }

    private static Map<String, String> asMap(StreamExecutionEnvironment environment) {
        return ((Configuration) environment.getConfiguration()).toMap();
    }

    private static Map<String, ConfigOption<?>> optionsOfFlink() throws ReflectiveOperationException, IOException {
        Map<String, ConfigOption<?>> options = new HashMap<>();
        String jar = ConfigOption.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        try (JarFile core = new JarFile(jar)) {
            for (String entry : core.stream().map(Object::toString).toList()) {
                if (entry.startsWith("org/apache/flink/configuration/") && entry.endsWith("Options.class")) {
                    String name = entry.substring(0, entry.length() - ".class".length())
                            .replace('/', '.');
                    collect(Class.forName(name), options);
                }
            }
        }
        return options;
    }

    private static void collect(Class<?> holder, Map<String, ConfigOption<?>> options) throws IllegalAccessException {
        for (Field field : holder.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
                ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                options.put(option.key(), option);
            }
        }
    }
}
