package dev.tributary.pipelines.connectors;

import org.jspecify.annotations.Nullable;

/** Logs that cannot be exported. Nothing was written; the message says what, why and what to do. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean worthRetrying;

    private ExportException(String code, boolean worthRetrying, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.worthRetrying = worthRetrying;
    }

    static ExportException refused(String code, String message) {
        return new ExportException(code, false, message, null);
    }

    static ExportException away(String message, @Nullable Throwable cause) {
        return new ExportException("KAFKA_UNAVAILABLE", true, message, cause);
    }

    /** Stable; the message does not repeat it. */
    public String code() {
        return code;
    }

    /** Whether the same command may succeed later. */
    public boolean worthRetrying() {
        return worthRetrying;
    }
}
