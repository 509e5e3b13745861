package dev.tributary.local.installation;

import dev.tributary.local.Tributary;
import dev.tributary.pipelines.ChainIngestConfig;
import dev.tributary.pipelines.RoyaltyJobConfig;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.command.CommonOptions;
import dev.tributary.settlement.database.DatabaseLogin;
import dev.tributary.settlement.run.SettlementConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;

/** The programs that an installation starts: their settings and arguments are read as they read them themselves. */
final class Programs {
    static final String COMMAND = "/opt/tributary/scripts/tributary";

    private Programs() {}

    static Map<String, String> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    /** Reads the settings of a program, with an empty secret wherever a file is named; throws what the program would. */
    static void read(String program, Map<String, String> settings, Path folder) throws IOException {
        Map<String, String> values = new TreeMap<>(settings);
        for (Map.Entry<String, String> entry : settings.entrySet()) {
            if (entry.getKey().endsWith("-file")) {
                Path secret = folder.resolve(entry.getKey());
                Files.writeString(secret, entry.getKey().endsWith("-url-file") ? "http://node.example" : "x");
                values.put(entry.getKey(), secret.toString());
            }
        }
        switch (program) {
            case "royalty" -> RoyaltyJobConfig.from(settings(values, RoyaltyJobConfig.KEYS));
            case "ingest" -> ChainIngestConfig.from(settings(values, ChainIngestConfig.KEYS));
            case "settlement" -> SettlementConfig.from(settings(values, CommonOptions.KEYS));
            case "serve" -> {
                Settings read = settings(values, CommonOptions.KEYS);
                SettlementConfig.vault(read);
                DatabaseLogin.reader(read);
            }
            case "migrate" -> DatabaseLogin.migrator(settings(values, CommonOptions.KEYS));
            default -> throw new IllegalArgumentException("no program reads " + program + ".properties");
        }
    }

    private static Settings settings(Map<String, String> values, Set<String> keys) {
        return Settings.of(values, Map.of(), keys);
    }

    /** @throws CommandLine.ParameterException when the command would not take them */
    static CommandLine.ParseResult parse(List<String> arguments) {
        return Tributary.commandLine().parseArgs(arguments.toArray(String[]::new));
    }

    /** The value that an option is given. */
    static String option(CommandLine.ParseResult parsed, String name) {
        Object value = parsed.subcommand().matchedOptionValue(name, null);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not given");
        }
        return value.toString();
    }
}
