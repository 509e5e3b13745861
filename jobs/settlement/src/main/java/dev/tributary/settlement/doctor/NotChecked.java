package dev.tributary.settlement.doctor;

/** Something that cannot be looked at from here; the message says why. */
final class NotChecked extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotChecked(String message) {
        super(message);
    }
}
