package dev.tributary.settlement.command;

import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.run.SettlementConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb of the command takes. */
public final class CommonOptions {
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
        return config == null
                ? Settings.of(Map.of(), environment, SettlementConfig.KEYS)
                : Settings.load(config, environment, SettlementConfig.KEYS);
    }
}
