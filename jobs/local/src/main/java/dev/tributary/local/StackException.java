package dev.tributary.local;

import org.jspecify.annotations.Nullable;

/** A part of the local stack that cannot start or stop: what happened, why, and what mends it. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String what;
    private final String why;
    private final String remedy;

    public StackException(String code, String what, String why, String remedy, @Nullable Throwable cause) {
        super(what + " " + why + " " + remedy, cause);
        this.code = code;
        this.what = what;
        this.why = why;
        this.remedy = remedy;
    }

    /** Stable, upper case with underscores. */
    public String code() {
        return code;
    }

    public String what() {
        return what;
    }

    public String why() {
        return why;
    }

    /** The command or the setting that mends it. */
    public String remedy() {
        return remedy;
    }
}
