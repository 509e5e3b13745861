package dev.tributary.bench.metering;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.local.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scripts/bench metering}. */
@Command(
        name = "metering",
        mixinStandardHelpOptions = true,
        description = {
            "Lines per second and core of the whole royalty job, signatures and checkpoints on, over reports in memory"
                    + " and in Kafka, beside two peers that only sum the same lines: a hand-written loop and Flink SQL.",
            "Each runs in a process of its own against one broker, and they take turns, so that other work on the"
                    + " machine falls upon all of them. All must find the same sums, and the job must have paid for every"
                    + " line, or the exit code is 1.",
            "Takes 4 GB of memory for each contender and as much again; --only runs fewer."
        })
public final class MeteringCommand implements Callable<Integer> {
    @Mixin
    private WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--rounds", defaultValue = "5", description = "Measured rounds of each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--warm-ups", defaultValue = "8", description = "Rounds before them. Default: ${DEFAULT-VALUE}.")
    private int warmUps;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CONTENDER",
            description = "Runs these alone: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<ContenderKind> only = List.of(ContenderKind.values());

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures there, too.")
    private @Nullable Path json;

    @Option(names = "--steps", description = "Measures the steps of one report with JMH, too (about half a minute).")
    private boolean steps;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli, before it calls
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Workload workload = options.workload();
        MeteringReport report =
                new MeteringReport(out, workload, options.parallelism(), options.state(), warmUps, rounds);
        report.head();
        Path directory = Files.createTempDirectory("tributary-bench-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Inputs inputs = new Inputs(directory);
            Sums expected = generate(inputs, workload, kafka);
            report.generated(expected);
            List<Measured> measured = measure(inputs, kafka, report);
            boolean exact = report.result(measured, expected.digest());
            if (steps) {
                report.steps(ReportSteps.measure());
            }
            if (json != null) {
                JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValue(json.toFile(), report.toJson(measured, exact));
            }
            return exact ? 0 : 1;
        } finally {
            delete(directory);
        }
    }

    private List<Measured> measure(Inputs inputs, EmbeddedKafka kafka, MeteringReport report) throws IOException {
        try (Race race = new Race(report::round)) {
            for (ContenderKind kind : only) {
                race.add(new ContenderProcess(kind, options, inputs, kafka.bootstrapServers()));
            }
            return race.run(warmUps, rounds);
        }
    }

    private static Sums generate(Inputs inputs, Workload workload, EmbeddedKafka kafka) throws IOException {
        try (Logs logs = new Logs(kafka, workload)) {
            return inputs.generate(workload, logs);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
