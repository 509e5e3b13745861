package dev.tributary.settlement.doctor;

/** Something is not as it has to be; the message says what, and what mends it. */
final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Finding(String message) {
        super(message);
    }
}
