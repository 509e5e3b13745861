package dev.tributary.pipelines.metering.json;

/** The bytes are not the JSON that the protocol allows; the message says what is wrong and at which byte. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String what, int offset) {
        // Refusals are answers, not failures: without a stack trace they cost nothing to make.
        super(what + " at byte " + offset, null, false, false);
    }
}
