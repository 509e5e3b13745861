package dev.tributary.pipelines.connectors;

/** Topics that cannot be used as they are; starts with a stable code and ends with what mends it. */
public final class TopicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicException(String message) {
        super(message);
    }

    TopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
