package dev.tributary.settlement.command;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.settlement.rules.BatchState;
import dev.tributary.settlement.run.PassReport;
import dev.tributary.settlement.run.SettlementConfig;
import dev.tributary.settlement.run.SettlementRun;
import dev.tributary.settlement.run.StepListener;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        SettlementConfig config = SettlementConfig.from(common.settings());
        String holder = "pid " + ProcessHandle.current().pid();
        try (SettlementRun run = SettlementRun.open(config, holder, InstantSource.system(), StepListener.NONE)) {
            if (watch) {
                watch(run);
                return ExitCode.OK;
            }
            PassReport report = run.pass();
            print(report);
            return isRevoked(report) || !report.holds().isEmpty() ? ExitCode.HALTED : ExitCode.OK;
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
