package dev.tributary.settlement.trace;

import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.ReportSighting.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one usage line went.
 *
 * @param sequence decimal
 * @param sightings every place in the log where its report lies; at least one
 * @param fate what became of it after it was booked; null when it never was
 */
public record Trace(
        String gateway,
        String sequence,
        int index,
        List<ReportSighting> sightings,
        @Nullable LineFate fate) {
    /** The answer in a word. */
    public enum Status {
        /** It was refused: its report, itself, or at the close of its period. */
        REFUSED,
        /** The report was accepted, and has fewer lines. */
        NO_SUCH_LINE,
        /** Its period has not closed. */
        PENDING,
        /** It counts, and waits for its payer to have the money. */
        WAITING,
        /** It counts, and will never be owed: over the spend limit, given up, or free of charge. */
        NOT_OWED,
        /** It counts, and its charge is covered, in part or whole, in a period that is not sealed. */
        FUNDED,
        /** It counts, and (part of) its charge is in a batch. */
        SETTLED
    }

    /** The sighting that decides: the one whose report was accepted, else the first. */
    public ReportSighting decisive() {
        return sightings.stream()
                .filter(sighting ->
                        sighting.verdict() != Verdict.REPORT_REFUSED && sighting.verdict() != Verdict.DUPLICATE)
                .findFirst()
                .orElse(sightings.get(0));
    }

    public Status status() {
        Verdict verdict = decisive().verdict();
        if (verdict == Verdict.NO_SUCH_LINE) {
            return Status.NO_SUCH_LINE;
        }
        LineFate known = fate;
        if (known == null || known.stage() == LineFate.Stage.REFUSED) {
            return Status.REFUSED;
        }
        LineFate.Charge charge = known.charge();
        return charge == null ? Status.PENDING : status(charge);
    }

    private static Status status(LineFate.Charge charge) {
        List<LineFate.Close> funded = charge.closes().stream()
                .filter(close -> close.fundedMicro().signum() > 0)
                .toList();
        if (funded.isEmpty()) {
            return charge.waitingMicro().signum() > 0 ? Status.WAITING : Status.NOT_OWED;
        }
        return funded.stream().anyMatch(close -> close.batch() != null) ? Status.SETTLED : Status.FUNDED;
    }
}
