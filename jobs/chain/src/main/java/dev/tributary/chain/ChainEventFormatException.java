package dev.tributary.chain;

/** Bytes that are not a record of {@code chain.events.v1}; the message says what is wrong, never repeats the bytes. */
public final class ChainEventFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ChainEventFormatException(String message) {
        super(message);
    }

    ChainEventFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
