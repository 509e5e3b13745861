package dev.tributary.bench.metering;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one contender came to in its measured rounds.
 *
 * @param shares of processor time by stage, empty where nothing was profiled
 */
record Measured(ContenderKind kind, List<Round> rounds, Map<String, Double> shares) {
    double linesPerCpuSecond() {
        return median(rates());
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

    /** How many lines this does in the processor time in which another does one: the median of their turns. */
    double ratioTo(Measured other) {
        return median(IntStream.range(0, rounds.size())
                .mapToDouble(turn -> rate(rounds.get(turn)) / rate(other.rounds.get(turn))));
    }

    private DoubleStream rates() {
        return rounds.stream().mapToDouble(Measured::rate);
    }

    private static double rate(Round round) {
        return round.lines() / round.cpuSeconds();
    }

    private double median(ToDoubleFunction<Round> value) {
        return median(rounds.stream().mapToDouble(value));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
