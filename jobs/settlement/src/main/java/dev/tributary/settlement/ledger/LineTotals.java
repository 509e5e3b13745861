package dev.tributary.settlement.ledger;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The accounting equation since the log began, in lines.
 *
 * @param rejected by reason
 */
public record LineTotals(long reported, long counted, long duplicate, SortedMap<String, Long> rejected, long pending) {
    private static final String REJECTED = "rejected.";

    static LineTotals of(List<Map.Entry<String, Long>> rows) {
        Map<String, Long> sums = new TreeMap<>();
        SortedMap<String, Long> rejected = new TreeMap<>();
        rows.forEach(row -> {
            if (row.getKey().startsWith(REJECTED)) {
                rejected.put(row.getKey().substring(REJECTED.length()), row.getValue());
            } else {
                sums.put(row.getKey(), row.getValue());
            }
        });
        return new LineTotals(
                sums.getOrDefault("reported", 0L),
                sums.getOrDefault("counted", 0L),
                sums.getOrDefault("duplicate", 0L),
                rejected,
                sums.getOrDefault("pending", 0L));
    }

    public long rejectedLines() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Zero, or lines were lost or counted twice. */
    public long unaccounted() {
        return reported - counted - duplicate - rejectedLines() - pending;
    }

    /** For people: the equation in one line, and the reasons in another where there are any. */
    public String describe() {
        StringBuilder text =
                new StringBuilder("usage  %d lines reported = %d counted + %d duplicate + %d rejected + %d pending"
                        .formatted(reported, counted, duplicate, rejectedLines(), pending));
        if (unaccounted() != 0) {
            text.append(" + %d UNACCOUNTED".formatted(unaccounted()));
        }
        if (!rejected.isEmpty()) {
            text.append(System.lineSeparator()).append("       rejected: ");
            rejected.forEach((reason, lines) ->
                    text.append(reason).append(' ').append(lines).append("  "));
        }
        return text.toString().stripTrailing();
    }

    public Map<String, Object> json() {
        return Map.of(
                "reported", reported,
                "counted", counted,
                "duplicate", duplicate,
                "rejected", rejected,
                "pending", pending,
                "unaccounted", unaccounted());
    }
}
