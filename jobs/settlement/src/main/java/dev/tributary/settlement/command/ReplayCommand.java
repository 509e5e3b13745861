package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.config.Durations;
import dev.tributary.pipelines.replay.Replay;
import dev.tributary.pipelines.replay.ReplayOptions;
import dev.tributary.pipelines.replay.ReplaySummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The engine over two files, for auditors. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Recompute every batch from the two logs, without servers: the same rules and operators over two files.",
            "Writes batches.json and rejected.jsonl. A log that violates a rule of the money path halts the replay:"
                    + " it says why, writes nothing and exits with 1."
        })
final class ReplayCommand implements Callable<Integer> {
    @Option(names = "--chain", required = true, paramLabel = "FILE", description = "One chain event per line.")
    private Path chain = Path.of("chain.jsonl");

    @Option(names = "--usage", required = true, paramLabel = "FILE", description = "One usage record per line.")
    private Path usage = Path.of("usage.jsonl");

    @Option(
            names = "--period",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "Settlement period (default: ${DEFAULT-VALUE}).")
    private String period = "1h";

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "How long a line may be late and still count as on time (default: ${DEFAULT-VALUE}).")
    private String grace = "10m";

    @Option(
            names = "--grain",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "Rating grain, the \"minute\" (default: ${DEFAULT-VALUE}).")
    private String grain = "1m";

    @Option(
            names = "--write-off-after",
            paramLabel = "DURATION",
            defaultValue = "30d",
            description = "When what nobody funded is given up (default: ${DEFAULT-VALUE}).")
    private String writeOffAfter = "30d";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the usage log (default: one more than the highest that occurs).")
    private int partitions;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder for the results.")
    private Path out = Path.of(".");

    @Option(names = "--no-signatures", description = "Skip the signature check alone, for synthetic logs.")
    private boolean noSignatures;

    @Option(
            names = "--no-permissions",
            description = "Accept gateways that are neither authorised nor allowed; passes are still checked.")
    private boolean noPermissions;

    @Option(
            names = "--fund-all",
            description = "Fund every charge, after the spend limit, in its own period without touching balances.")
    private boolean fundAll;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Changes the speed, never the result (default: ${DEFAULT-VALUE}).")
    private int parallelism = 1;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Option(names = "--stacktrace", description = "Print where an error came from.")
    boolean stackTrace; // Failures looks whether it was given

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ReplaySummary summary;
        try (ProgressLine progress = ProgressLine.on(spec.commandLine().getErr())) {
            summary = Replay.run(options(), progress);
        }
        PrintWriter printer = spec.commandLine().getOut();
        if (json) {
            printer.println(CanonicalJson.write(Map.of(
                    "epochs", summary.epochs(),
                    "reported", summary.reportedLines(),
                    "counted", summary.countedLines(),
                    "duplicate", summary.duplicateLines(),
                    "rejected", summary.rejectedLines())));
        } else {
            printer.printf(
                    "%d batches from %d lines: %d counted, %d duplicate, rejected %s%n",
                    summary.epochs(),
                    summary.reportedLines(),
                    summary.countedLines(),
                    summary.duplicateLines(),
                    summary.rejectedLines());
            printer.println("Written to " + out + ".");
        }
        printer.flush();
        return ExitCode.OK;
    }

    private ReplayOptions options() {
        try {
            return new ReplayOptions(
                    chain,
                    usage,
                    out,
                    new BookingRule(
                            Durations.parseMillis(grain), Durations.parseMillis(period), Durations.parseMillis(grace)),
                    partitions,
                    Durations.parseMillis(writeOffAfter),
                    !noSignatures,
                    !noPermissions,
                    fundAll,
                    parallelism);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
