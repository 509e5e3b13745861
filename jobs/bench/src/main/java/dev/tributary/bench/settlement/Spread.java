package dev.tributary.bench.settlement;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The least, the middle and the greatest of some rounds. */
public record Spread(double min, double median, double max) {
    static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** Of every pair of rounds that stand side by side: the first divided by the second. */
    static Spread ofRatios(double[] dividends, double[] divisors) {
        double[] ratios = new double[dividends.length];
        Arrays.setAll(ratios, i -> dividends[i] / divisors[i]);
        return of(Arrays.stream(ratios));
    }
}
