package dev.tributary.gateway;

/** Something that people have to mend before usage can be reported: what, why, what to do, and a stable code. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Stable names of what can go wrong. */
    public enum Code {
        KEY_UNREADABLE,
        KEY_INVALID,
        SPOOL_LOCKED,
        SPOOL_UNUSABLE,
        SPOOL_CORRUPT,
        SPOOL_OF_ANOTHER_GATEWAY,
        PARTITIONS_DIFFER,
        REPORTER_CLOSED
    }

    GatewayException(Code code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    GatewayException(Code code, String message, Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
