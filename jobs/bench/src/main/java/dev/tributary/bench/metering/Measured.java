package dev.tributary.bench.metering;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one contender came to in its measured rounds.
 *
 * @param shares of processor time by stage, empty where nothing was profiled
 */
record Measured(ContenderKind kind, List<Round> rounds, Map<String, Double> shares) {
    double linesPerCpuSecond() {
        return median(round -> round.lines() / round.cpuSeconds());
    }

    double slowest() {
        return rates().min().orElseThrow();
    }

    double fastest() {
        return rates().max().orElseThrow();
    }

    double linesPerSecond() {
        return median(round -> round.lines() / round.wallSeconds());
    }

    double cores() {
        return median(round -> round.cpuSeconds() / round.wallSeconds());
    }

    private java.util.stream.DoubleStream rates() {
        return rounds.stream().mapToDouble(round -> round.lines() / round.cpuSeconds());
    }

    private double median(ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
