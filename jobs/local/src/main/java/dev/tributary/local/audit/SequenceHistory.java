package dev.tributary.local.audit;

import dev.tributary.local.audit.ReportCheck.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every accepted report of every gateway, and what the sequence rule says of the next one. */
final class SequenceHistory {
    private static final int REMEMBERED = 64;

    private final Map<String, List<Report>> acceptedByGateway = new HashMap<>();

    enum Verdict {
        ACCEPTED,
        DUPLICATE,
        CONFLICT,
        STALE
    }

    /** Judges the report, and keeps it when it is accepted. */
    Verdict judge(Report report) {
        List<Report> accepted = acceptedByGateway.computeIfAbsent(report.gateway(), gateway -> new ArrayList<>());
        if (accepted.isEmpty()
                || report.sequence().compareTo(accepted.get(accepted.size() - 1).sequence()) > 0) {
            accepted.add(new Report(report.gateway(), report.sequence(), report.contentHash(), List.of()));
            return Verdict.ACCEPTED;
        }
        for (Report earlier : accepted.subList(Math.max(0, accepted.size() - REMEMBERED), accepted.size())) {
            if (earlier.sequence().equals(report.sequence())) {
                return earlier.contentHash().equals(report.contentHash()) ? Verdict.DUPLICATE : Verdict.CONFLICT;
            }
        }
        return Verdict.STALE;
    }
}
