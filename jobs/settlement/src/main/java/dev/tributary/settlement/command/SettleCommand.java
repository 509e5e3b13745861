package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.PassReport;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.StepListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One settlement run, or one after the other. */
@Command(
        name = "settle",
        description = "Prove, propose and accept what is sealed, as far as it goes now. Safe to run twice and to kill.")
final class SettleCommand implements Callable<Integer> {
    @Mixin(name = "common")
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--watch", description = "Go on until interrupted, a pass every `watch.interval`.")
    private boolean watch;

    @Option(
            names = "--dry-run",
            description = "Do everything up to the signature and say it; nothing is written, signed or sent.")
    private boolean dryRun;

    @Option(
            names = "--metrics-file",
            paramLabel = "FILE",
            description = "Write the metrics there at the end, in Prometheus' format (*.prom for a node exporter).")
    private @Nullable Path metricsFile;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "With --watch: serve the metrics at /metrics of this port.")
    private @Nullable Integer metricsPort;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (dryRun && watch) {
            throw new SettlementException(
                    Problem.CONFIG_INVALID, "--dry-run is of one run. Leave out --watch, or --dry-run.");
        }
        SettlementConfig config = SettlementConfig.from(common.settings());
        String holder = "pid " + ProcessHandle.current().pid();
        try (SettlementRun run = SettlementRun.open(config, holder, InstantSource.system(), StepListener.NONE)) {
            if (watch) {
                return watchAndShow(run);
            }
            return dryRun ? show(run.rehearse()) : once(run);
        }
    }

    /** The metrics are written also when the run was cut short: that is when they are looked at. */
    private int once(SettlementRun run) {
        try {
            PassReport report = run.pass();
            run.metrics().passed();
            return show(report);
        } catch (SettlementException e) {
            run.metrics().failed(e.problem());
            throw e;
        } finally {
            if (metricsFile != null) {
                writeMetrics(metricsFile, run);
            }
        }
    }

    /** A database that is away has said so already. */
    private void writeMetrics(Path file, SettlementRun run) {
        try {
            MetricsEndpoint.write(file, run.metrics());
        } catch (SettlementException e) {
            spec.commandLine().getErr().println(e.problem() + ": " + e.getMessage());
        }
    }

    private int show(PassReport report) {
        print(report);
        return isRevoked(report) || !report.holds().isEmpty() ? ExitCode.HALTED : ExitCode.OK;
    }

    private int watchAndShow(SettlementRun run) {
        if (metricsPort == null) {
            watch(run);
            return ExitCode.OK;
        }
        try (MetricsEndpoint endpoint = MetricsEndpoint.serve(metricsPort, run.metrics())) {
            spec.commandLine().getErr().println("metrics at http://localhost:" + endpoint.port() + "/metrics");
            watch(run);
            return ExitCode.OK;
        }
    }

    /** An interrupt lets the pass that is under way end, so that the lease is given back. */
    private void watch(SettlementRun run) {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread stopper = new Thread(() -> {
            stop.set(true);
            awaitQuietly(ended);
        });
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            run.watch(stop::get, this::print);
        } finally {
            ended.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRevoked(PassReport report) {
        return report.batches().stream().anyMatch(batch -> batch.state() == BatchState.REVOKED);
    }

    private void print(PassReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(CanonicalJson.write(json(report)));
            return;
        }
        if (dryRun) {
            out.println("Dry run: nothing of this is written, signed or sent.");
        }
        report.changes().forEach(out::println);
        report.notices().forEach(notice -> out.println("! " + notice));
        report.holds().forEach(hold -> out.println("! " + hold.problem() + ": " + hold.message()));
        report.batches().stream()
                .filter(batch -> batch.state() != BatchState.FINAL)
                .forEach(batch -> out.println("epoch " + batch.epoch() + ": " + batch.state()));
        out.flush();
    }

    private static Map<String, Object> json(PassReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changes", report.changes());
        json.put("notices", report.notices());
        json.put(
                "holds",
                report.holds().stream()
                        .map(hold ->
                                Map.<String, Object>of("code", hold.problem().name(), "message", hold.message()))
                        .toList());
        json.put(
                "batches",
                report.batches().stream()
                        .map(batch -> Map.<String, Object>of(
                                "epoch", batch.epoch(), "state", batch.state().name()))
                        .toList());
        return json;
    }
}
