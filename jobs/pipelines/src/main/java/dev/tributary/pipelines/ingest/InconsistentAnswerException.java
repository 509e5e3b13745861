package dev.tributary.pipelines.ingest;

/** Answers of the node that do not fit together, as from two nodes behind one address; nothing of them is used. */
final class InconsistentAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InconsistentAnswerException(String message) {
        super(message);
    }
}
