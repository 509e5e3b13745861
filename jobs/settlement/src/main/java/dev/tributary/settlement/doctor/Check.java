package dev.tributary.settlement.doctor;

/**
 * One line of the doctor.
 *
 * @param name what was looked at
 * @param detail what was found; what is wrong and what mends it; or why it could not be looked at
 */
public record Check(String name, Outcome outcome, String detail) {
    /** What came of it. */
    public enum Outcome {
        OK,
        /** Something is wrong, and the detail says what to do. */
        FAIL,
        /** Nothing is known: the detail says why. */
        SKIPPED
    }
}
