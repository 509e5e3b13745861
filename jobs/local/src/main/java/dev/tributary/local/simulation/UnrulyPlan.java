package dev.tributary.local.simulation;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How often the unruly gateway misbehaves, and which good lines it reports in between.
 *
 * @param rounds how often it does everything it does
 */
public record UnrulyPlan(UsagePlan usage, int rounds) {
    /** Lines of each of its reports. */
    public static final int REPORT_LINES = 20;

    private static final long LINES_PER_ROUND = 5_000;

    public static UnrulyPlan of(UsagePlan usage) {
        return new UnrulyPlan(usage, (int) Math.max(3, Math.min(500, usage.lines() / LINES_PER_ROUND)));
    }

    /** In the middle of the round's part of the run. */
    long arrival(int round) {
        return (2L * round + 1) * Phase.WHOLE / (2L * rounds);
    }

    /** A full report of lines, and as many as its broken report holds beside its broken ones. */
    List<PlannedLine> goodLines(int round) {
        return lines(round, 0, REPORT_LINES + BrokenLines.GOOD_AMONG_BROKEN);
    }

    List<PlannedLine> lines(int round, int from, int to) {
        long first = (long) round * REPORT_LINES * 4;
        return IntStream.range(from, to)
                .mapToObj(place -> usage.extraLine(first + place, arrival(round)))
                .toList();
    }
}
