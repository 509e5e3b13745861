package dev.tributary.pipelines.metering;

/**
 * Lines to add to the running accounts {@code reported = counted + duplicate + rejected(by reason) + pending}.
 *
 * @param reason the code that {@code rejected} is counted under, "" when the tally rejects nothing; a report refused
 *     before the sequence rule stands for 0 lines and is still tallied under its reason
 */
public record Tally(long reported, long duplicate, long counted, String reason, long rejected) {

    /** Lines that were reported and are not decided yet. */
    public static Tally reported(long lines) {
        return new Tally(lines, 0, 0, "", 0);
    }

    /** Lines of a report that had been accepted before; they count as reported once more. */
    public static Tally duplicate(long lines) {
        return new Tally(lines, lines, 0, "", 0);
    }

    /** Lines reported before that have now been counted. */
    public static Tally counted(long lines) {
        return new Tally(0, 0, lines, "", 0);
    }

    /** Lines reported before that have now been refused. */
    public static Tally rejected(String reason, long lines) {
        return new Tally(0, 0, 0, reason, lines);
    }
}
