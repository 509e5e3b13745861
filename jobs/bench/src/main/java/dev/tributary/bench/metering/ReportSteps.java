package dev.tributary.bench.metering;

import dev.tributary.pipelines.metering.ReportBenchmark;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmark of a report's steps. */
final class ReportSteps {
    private ReportSteps() {}

    /** Microseconds per report, by step. */
    static Map<String, Double> measure() {
        Map<String, Double> micros = new TreeMap<>();
        try {
            new Runner(new OptionsBuilder()
                            .include(ReportBenchmark.class.getName())
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run()
                    .forEach(result -> micros.put(
                            result.getPrimaryResult().getLabel(),
                            result.getPrimaryResult().getScore()));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH did not run", e);
        }
        return micros;
    }
}
