package dev.tributary.local.audit;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts lines by where they went. */
final class LineTally {
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private final SortedMap<String, Long> refusals = new TreeMap<>();
    private long reported;
    private long counted;
    private long duplicate;

    void report(long lines) {
        reported += lines;
    }

    void count(long lines) {
        counted += lines;
    }

    void duplicate(long lines) {
        duplicate += lines;
    }

    void refuse(Reason reason, long lines) {
        rejected.merge(reason.name(), lines, Long::sum);
        refusals.merge(reason.name(), 1L, Long::sum);
    }

    LineAccounts state(long pending) {
        long refused = rejected.values().stream().mapToLong(Long::longValue).sum();
        if (reported != counted + duplicate + refused + pending) {
            throw new AuditHalt(
                    "LINES_UNACCOUNTED",
                    "lines do not add up: reported %d, counted %d, duplicate %d, rejected %s, pending %d"
                            .formatted(reported, counted, duplicate, rejected, pending));
        }
        return new LineAccounts(reported, counted, duplicate, rejected, refusals, pending);
    }
}
