package dev.tributary.pipelines;

import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * A rule of the money path is violated: whatever the job did next could pay somebody wrongly. The job stops and is not
 * restarted; a person reads the message, which starts with a stable code and holds the numbers.
 */
public final class SettlementHalted extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String code;

    private SettlementHalted(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** To be thrown: no restart strategy of Flink retries it. */
    public static SuppressRestartsException because(String code, String message) {
        return new SuppressRestartsException(new SettlementHalted(code, message));
    }

    public String code() {
        return code;
    }
}
