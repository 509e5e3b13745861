package dev.tributary.settlement.command;

import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.trace.TraceConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb of the command takes. */
public final class CommonOptions {
    /** Every key of the configuration: one file serves every verb. */
    public static final Set<String> KEYS = Stream.of(SettlementConfig.KEYS, TraceConfig.KEYS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file; every key can be overridden as TRIBUTARY_<KEY> in the environment.")
    private @Nullable Path config;

    @Option(names = "--json", description = "Print one JSON object for machines.")
    private boolean json;

    @Option(names = "--stacktrace", description = "Print where an error came from.")
    boolean stackTrace; // Failures looks whether it was given

    public boolean json() {
        return json;
    }

    public Settings settings() {
        Map<String, String> environment = System.getenv();
        return config == null ? Settings.of(Map.of(), environment, KEYS) : Settings.load(config, environment, KEYS);
    }
}
