package dev.tributary.domain.usage;

/** What the sequence rule says of a report. */
public sealed interface Admission {
    /** The report counts; {@code next} is the gateway's window from now on. */
    record Accepted(SequenceWindow next) implements Admission {}

    /** The same bytes under the same sequence were accepted before: dropped, its lines are counted as duplicate. */
    record Duplicate() implements Admission {}

    /** {@code SEQUENCE_CONFLICT} or {@code SEQUENCE_STALE}. */
    record Refused(RejectReason reason) implements Admission {}
}
