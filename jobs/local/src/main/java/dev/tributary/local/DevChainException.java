package dev.tributary.local;

/** The dev chain could not be started or did not do what it was asked; starts with a stable code, says what mends it. */
public final class DevChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DevChainException(String message) {
        super(message);
    }

    DevChainException(String message, Throwable cause) {
        super(message, cause);
    }
}
