package dev.tributary.local.audit;

/** The logs contradict themselves or the rules, so that no account can be stated; the message says where and why. */
public final class AuditHalt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code that of the engine where it halts for the same */
    public AuditHalt(String code, String message) {
        super(message);
        this.code = code;
    }

    public AuditHalt(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
