package dev.tributary.local.audit;

/** The logs contradict themselves or the rules, so that no account can be stated; the message says where and why. */
public final class AuditHalt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuditHalt(String message) {
        super(message);
    }

    public AuditHalt(String message, Throwable cause) {
        super(message, cause);
    }
}
