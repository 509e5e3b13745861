package dev.tributary.local.simulation;

/**
 * The parts of the traffic, cut by the two events in its middle. A line belongs to a phase by the seed alone, and its
 * event time lies inside the phase's time on the chain, so that its price and its payees do not depend on the clock.
 */
public enum Phase {
    BEFORE_NEW_TERMS(0, 400_000_000),
    BEFORE_SALE(400_000_000, 700_000_000),
    AFTER_SALE(700_000_000, 1_000_000_000);

    /** The whole run. */
    public static final long WHOLE = 1_000_000_000;

    private final long from;
    private final long to;

    Phase(long from, long to) {
        this.from = from;
        this.to = to;
    }

    /** First arrival of the phase, in billionths of the run. */
    public long from() {
        return from;
    }

    /** First arrival after the phase, in billionths of the run. */
    public long to() {
        return to;
    }

    static Phase of(long arrival) {
        for (Phase phase : values()) {
            if (arrival < phase.to) {
                return phase;
            }
        }
        throw new IllegalArgumentException("no phase at " + arrival);
    }
}
