package dev.tributary.local.simulation;

/** Where the well-behaved gateways' lines go. */
public interface LineReporter {
    /** Takes a line to report soon. Blocks while too much is waiting. */
    void report(PlannedLine line, long eventMillis);

    /** Returns when every line taken so far is in the log. */
    void flush();
}
