package dev.tributary.settlement;

/** A settlement run that cannot go on; the message says what happened, why, and what mends it. */
public final class SettlementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public SettlementException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public SettlementException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
