package dev.tributary.local.simulation;

import dev.tributary.domain.usage.RejectReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What was sent, and so what the accounts of lines must say in the end. */
public final class SentLines {
    private long counted;
    private long duplicate;
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);

    synchronized void count(long lines) {
        counted += lines;
    }

    /** A good line, which counts unless its pass is revoked by then. */
    void send(PlannedLine line) {
        if (line.passRevoked()) {
            reject(RejectReason.PASS_INVALID, 1);
        } else {
            count(1);
        }
    }

    synchronized void duplicate(long lines) {
        duplicate += lines;
    }

    /** @param lines how many the refusal stands for; 0 for a report refused before its lines are known */
    synchronized void reject(RejectReason reason, long lines) {
        rejected.merge(reason, lines, Long::sum);
    }

    public synchronized long reported() {
        return counted
                + duplicate
                + rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized long counted() {
        return counted;
    }

    public synchronized long duplicate() {
        return duplicate;
    }

    public synchronized Map<RejectReason, Long> rejected() {
        return Collections.unmodifiableMap(new EnumMap<>(rejected));
    }
}
