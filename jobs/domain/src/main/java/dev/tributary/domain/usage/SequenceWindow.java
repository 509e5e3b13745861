package dev.tributary.domain.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last reports accepted from one gateway, oldest first: constant state that makes de-duplication last for ever.
 *
 * <p>Sequences are unsigned 64-bit numbers that only rise; gaps are allowed (protocol, "Sequence rule").
 */
public record SequenceWindow(List<AcceptedReport> accepted) {
    public static final int SIZE = 64;
    public static final SequenceWindow EMPTY = new SequenceWindow(List.of());

    public Admission admit(long sequence, byte[] contentHash) {
        if (accepted.isEmpty() || Long.compareUnsigned(sequence, last().sequence()) > 0) {
            return new Admission.Accepted(with(new AcceptedReport(sequence, contentHash)));
        }
        for (AcceptedReport report : accepted) {
            if (report.sequence() == sequence) {
                return Arrays.equals(report.contentHash(), contentHash)
                        ? new Admission.Duplicate()
                        : new Admission.Refused(RejectReason.SEQUENCE_CONFLICT);
            }
        }
        return new Admission.Refused(RejectReason.SEQUENCE_STALE);
    }

    /** Of two windows of one gateway that were taken at different times, the one that knows more. */
    public SequenceWindow later(SequenceWindow other) {
        if (accepted.isEmpty() || other.accepted.isEmpty()) {
            return accepted.isEmpty() ? other : this;
        }
        return Long.compareUnsigned(last().sequence(), other.last().sequence()) < 0 ? other : this;
    }

    private AcceptedReport last() {
        return accepted.get(accepted.size() - 1);
    }

    private SequenceWindow with(AcceptedReport report) {
        int kept = Math.min(accepted.size(), SIZE - 1);
        List<AcceptedReport> next = new ArrayList<>(kept + 1);
        next.addAll(accepted.subList(accepted.size() - kept, accepted.size()));
        next.add(report);
        return new SequenceWindow(next);
    }
}
