package dev.tributary.bench.metering;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people see of the benchmark, and what machines get. */
final class MeteringReport {
    private final PrintWriter out;
    private final Workload workload;
    private final int parallelism;
    private final StateKind state;
    private final int warmUps;
    private final int rounds;

    MeteringReport(PrintWriter out, Workload workload, int parallelism, StateKind state, int warmUps, int rounds) {
        this.out = out;
        this.workload = workload;
        this.parallelism = parallelism;
        this.state = state;
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    void head() {
        out.printf("Metering: %,d lines, seed %d%n", workload.lines(), workload.seed());
        out.printf(
                "  reports     %d to %,d lines each, signed, from %d gateways, %d partitions%n",
                Workload.FEWEST_LINES, Workload.MOST_LINES, workload.gateways(), workload.partitions());
        out.printf(
                "  usage       %,d models by Zipf %.1f; the log grew by %,d lines a second%n",
                workload.models(), Workload.ZIPF_EXPONENT, Workload.LINES_PER_LOG_SECOND);
        out.printf(
                "  payers      %,d by Zipf %.1f, %s%n",
                workload.payersPerGateway(),
                Workload.ZIPF_EXPONENT,
                workload.sharedPayers() ? "each through every gateway" : "of each gateway's own");
        out.printf(
                "  rules       minutes of %d s, periods of %d min, grace %d min; %d period is sealed%n",
                Workload.BOOKING.grainMillis() / 1_000,
                Workload.BOOKING.periodMillis() / 60_000,
                Workload.BOOKING.graceMillis() / 60_000,
                Workload.PERIODS);
        out.printf(
                "  machine     %d cores, Java %s; Flink at parallelism %d, state %s, a checkpoint every" + " %d s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                parallelism,
                state.place(),
                LocalFlink.CHECKPOINT_INTERVAL.toSeconds());
        out.printf(
                "  rounds      %d to warm up, then %d measured in turn, each contender in a process of its own; the"
                        + " just-in-time compilers' time is not in the figures%n",
                warmUps, rounds);
        out.println("  generating ...");
        out.flush();
    }

    void generated(Sums expected) {
        out.printf("  generated   %,d sums by minute and model to be found%n", expected.size());
        out.flush();
    }

    void round(ContenderKind kind, Round round) {
        out.printf(
                "  %-50s %6.2f s wall, %6.2f s processor, %6.2f s compiler%n",
                kind.title(), round.wallSeconds(), round.cpuSeconds(), round.compilerSeconds());
        out.flush();
    }

    /** Prints the table; whether everybody found the same sums. */
    boolean result(List<Measured> measured, String expectedDigest) {
        out.printf("%n%-50s %12s %25s %10s %6s  %s%n", "", "lines/core-s", "(min - max)", "lines/s", "cores", "sums");
        boolean exact = true;
        for (Measured one : measured) {
            boolean same =
                    one.rounds().stream().allMatch(round -> round.digest().equals(expectedDigest));
            exact &= same;
            out.printf(
                    "%-50s %,12.0f %25s %,10.0f %6.2f  %s%n",
                    one.kind().title(),
                    one.linesPerCpuSecond(),
                    "(%,.0f - %,.0f)".formatted(one.slowest(), one.fastest()),
                    one.linesPerSecond(),
                    one.cores(),
                    same ? "exact" : "WRONG");
        }
        out.println();
        ratios(measured).forEach((name, ratio) -> out.printf("  %-50s %6.2f x%n", name, ratio));
        measured.stream().filter(one -> !one.shares().isEmpty()).forEach(this::shares);
        out.flush();
        return exact;
    }

    private void shares(Measured one) {
        out.printf(
                "%nWhere the processor time of one more round went: %s%n",
                one.kind().title());
        one.shares().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(share -> out.printf("  %5.1f %%  %s%n", 100 * share.getValue(), share.getKey()));
    }

    void steps(Map<String, Double> microsPerReport) {
        out.printf("%nThe steps of one report of %,d lines, measured alone by JMH:%n", Workload.MOST_LINES);
        microsPerReport.forEach((step, micros) -> out.printf("  %8.1f us  %s%n", micros, step));
        out.flush();
    }

    private static Map<String, Double> ratios(List<Measured> measured) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (Measured job : measured) {
            for (Measured peer : measured) {
                if (job.kind().isJob() && !peer.kind().isJob()) {
                    ratios.put(
                            job.kind().title() + " / " + (peer.kind() == ContenderKind.LOOP ? "(a)" : "(b)"),
                            job.ratioTo(peer));
                }
            }
        }
        return ratios;
    }

    Map<String, Object> toJson(List<Measured> measured, boolean exact) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("workload", workload);
        all.put("cores", Runtime.getRuntime().availableProcessors());
        all.put("parallelism", parallelism);
        all.put("state", state.flinkName());
        all.put("exact", exact);
        all.put("ratios", ratios(measured));
        all.put("contenders", measured);
        return all;
    }
}
