package dev.tributary.bench;

import dev.tributary.bench.metering.ContendCommand;
import dev.tributary.bench.metering.MeteringCommand;
import dev.tributary.bench.settlement.SettlementCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scripts/bench NAME}: every benchmark is a subcommand, one class each. */
@Command(
        name = "bench",
        description = "Measures Tributary beside peers in the same run.",
        mixinStandardHelpOptions = true,
        versionProvider = Bench.Version.class,
        subcommands = {MeteringCommand.class, SettlementCommand.class, ContendCommand.class})
public final class Bench {
    private Bench() {}

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Tributary benchmarks"};
        }
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Bench());
        commandLine.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("BENCH_FAILED: " + e.getMessage());
            line.getErr().println("  why:  the benchmark could not be finished, so there are no figures");
            line.getErr().println("  do:   look into " + System.getProperty("tributary.log.file", "the log"));
            if (Boolean.getBoolean("tributary.trace")) {
                e.printStackTrace(line.getErr());
            }
            return 1;
        });
        return commandLine;
    }
}
