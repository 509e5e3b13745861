package dev.tributary.pipelines.replay;

/** A log that cannot be replayed, or a rule of the money path that it violates. Nothing was written. */
public final class ReplayHalted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    ReplayHalted(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Stable; the message does not repeat it. */
    public String code() {
        return code;
    }
}
