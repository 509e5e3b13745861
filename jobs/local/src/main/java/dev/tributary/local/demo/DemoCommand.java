package dev.tributary.local.demo;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.local.DevChainException;
import dev.tributary.local.StackException;
import dev.tributary.pipelines.config.Durations;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the whole marketplace on this machine: PostgreSQL, Kafka, a dev chain and Flink on free ports, models,"
                    + " gateways, payers, licences in escrow, a price change, the sale of a model, a dispute, settlement and"
                    + " claims; ends with what everybody earned and with self-checks.",
            "Stop it with Ctrl-C; it leaves no process behind."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every self-check passed",
            "1:a self-check failed (with --keep, once it is stopped), or the run could not be finished",
            "2:an option is wrong, or something is missing on this machine",
            "130:interrupted; everything was stopped"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
    private static final int PASSED = 0;
    static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final int INTERRUPTED = 130;
    private static final long LEAST_LINES = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description =
                    "Where models, accounts, prices and usage come from: the same seed pays every account the same"
                            + " total (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Usage lines that the well-behaved gateways report (default: ${DEFAULT-VALUE}).")
    private long lines;

    @Option(
            names = "--period",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Length of a settlement period, whole seconds such as 10s (default: ${DEFAULT-VALUE}).")
    private String period = "";

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Take arrivals and token counts from this trace: CSV of TIMESTAMP,ContextTokens,GeneratedTokens,"
                            + " plain or gzip, repeated until there are enough lines.")
    private @Nullable Path trace;

    @Option(
            names = "--family",
            paramLabel = "FILE",
            description = "Register this family: CSV of model,author,parents,depth,downloads, plain or gzip; traffic in"
                    + " proportion to downloads.")
    private @Nullable Path family;

    @Option(names = "--report", paramLabel = "FILE", description = "Write all numbers to this file as JSON.")
    private @Nullable Path report;

    @Option(names = "--keep", description = "Leave everything running at the end and say where.")
    private boolean keep;

    @Override
    public Integer call() {
        DemoOptions options = options();
        Screen screen = new Screen(System.out, Boolean.getBoolean("tributary.terminal"));
        try {
            Visit visit = options.keep() ? new KeptDemo(screen) : Visit.NONE;
            return new Demo(options, screen, InstantSource.system()).run(visit) ? PASSED : FAILED;
        } catch (Exception e) {
            screen.clearStatus();
            if (isProgramEnding()) {
                screen.line("Stopped.");
                return INTERRUPTED;
            }
            LOG.error("The demo ended early", e);
            return explain(e);
        }
    }

    private int explain(Exception e) {
        if (e instanceof StackException stack) {
            complain(stack.code() + ": " + stack.what(), stack.why(), stack.remedy());
            return stack.code().startsWith("DEMO_") || stack.code().startsWith("SETTLEMENT_") ? FAILED : UNUSABLE;
        }
        if (e instanceof DevChainException) {
            spec.commandLine().getErr().println(e.getMessage());
            return UNUSABLE;
        }
        complain("DEMO_FAILED: The demo ended early.", e.toString(), "Look into the log, where all of it is.");
        return FAILED;
    }

    /** After Ctrl-C everything is taken away under the demo; what it says of that helps nobody. */
    private static boolean isProgramEnding() {
        Thread probe = new Thread(() -> {}, "probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private DemoOptions options() {
        long periodMillis = periodMillis();
        if (lines < LEAST_LINES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--lines " + lines + " is too few to show anything; take at least " + LEAST_LINES);
        }
        if (report != null) {
            checkWritable(report);
        }
        return new DemoOptions(
                seed,
                lines,
                periodMillis,
                trace,
                family,
                report,
                keep,
                Path.of(System.getProperty("tributary.home", ".")));
    }

    /** Whoever waits for a run to end wants its report then. */
    private void checkWritable(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refusal(file, "its folder is not there; make it first, or name a file elsewhere");
        }
        if (Files.isDirectory(file)) {
            throw refusal(file, "it is a folder; name a file in it");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw refusal(file, "this user may not write there; give the permission, or name a file elsewhere");
        }
    }

    private ParameterException refusal(Path file, String why) {
        return new ParameterException(spec.commandLine(), "--report " + file + " cannot be written: " + why);
    }

    private long periodMillis() {
        try {
            long millis = Durations.parseMillis(period);
            return new BookingRule(DemoOptions.GRAIN_MILLIS, millis, DemoOptions.GRACE_MILLIS).periodMillis();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--period " + period + " cannot be used: " + e.getMessage(), e);
        }
    }

    private void complain(String what, String why, String remedy) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what);
        err.println("  why:  " + why);
        err.println("  do:   " + remedy);
        err.println("  log:  " + DemoOptions.logFile());
        err.flush();
    }
}
