package dev.tributary.settlement.command;

import dev.tributary.pipelines.replay.ProgressListener;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Shows people how far long work has come: on a terminal in one line that changes in place, elsewhere in a line now and
 * then. Work that is over soon shows nothing.
 */
final class ProgressLine implements ProgressListener, AutoCloseable {
    /** Set by the start script: whether the error output is a terminal. */
    private static final String TERMINAL = "tributary.terminal.errors";

    private static final String ERASE_LINE = "\r\033[2K";
    private static final long TERMINAL_NANOS = 200_000_000;
    private static final long PLAIN_NANOS = 5_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** Earlier the rest cannot be told from the part that is done. */
    private static final double LEAST_TOLD = 0.05;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final Map<String, Double> logs = new LinkedHashMap<>();
    private final long beginNanos;
    private String work = "";
    private long workBeganNanos;
    private long shownNanos;
    private boolean lineOpen;

    ProgressLine(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
        this.shownNanos = beginNanos;
    }

    static ProgressLine on(PrintWriter out) {
        return new ProgressLine(out, Boolean.getBoolean(TERMINAL), System::nanoTime);
    }

    @Override
    public synchronized void reached(String newWork, String log, long done, long all) {
        long now = nanoTime.getAsLong();
        if (!work.equals(newWork)) {
            work = newWork;
            workBeganNanos = now;
            logs.clear();
        }
        logs.put(log, all == 0 ? 1 : (double) done / all);
        if (now - shownNanos >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            shownNanos = now;
            show(now);
        }
    }

    private void show(long now) {
        String parts = logs.entrySet().stream()
                .map(log -> "%s %d %%".formatted(log.getKey(), (long) (log.getValue() * 100)))
                .collect(Collectors.joining(", "));
        String text = "%s: %s, %d s%s"
                .formatted(work, parts, (now - beginNanos) / NANOS_PER_SECOND, rest(now - workBeganNanos));
        if (terminal) {
            out.print(ERASE_LINE + text);
            lineOpen = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    private String rest(long workNanos) {
        double slowest =
                logs.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
        if (slowest < LEAST_TOLD || slowest >= 1) {
            return "";
        }
        return ", about %d s left".formatted((long) (workNanos / slowest * (1 - slowest)) / NANOS_PER_SECOND);
    }

    /** Clears the line for what comes after. */
    @Override
    public synchronized void close() {
        if (lineOpen) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
