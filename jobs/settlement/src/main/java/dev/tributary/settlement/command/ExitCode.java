package dev.tributary.settlement.command;

import dev.tributary.settlement.Problem;

/** What the command says to schedulers. Documented in every `--help`. */
public final class ExitCode {
    public static final int OK = 0;
    /** Halted, or a check failed: a person has to look. */
    public static final int HALTED = 1;
    /** Wrong arguments or configuration. */
    public static final int USAGE = 2;
    /** Something is away or busy; the next run may succeed by itself. */
    public static final int UNAVAILABLE = 3;
    /** A defect of the program. */
    public static final int INTERNAL = 4;

    private ExitCode() {}

    static int of(Problem problem) {
        return switch (problem.kind()) {
            case HALT, HOLD -> HALTED;
            case USAGE -> USAGE;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}
