package dev.tributary.local.audit;

import dev.tributary.local.audit.JsonTree.JsonObject;
import dev.tributary.local.audit.ReportCheck.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the usage log record by record: what is counted, in which minute and period, and how far its time has come. */
final class UsageLog {
    private static final long FUTURE_MILLIS = 60_000;
    private static final long OLDEST_MILLIS = 7L * 24 * 60 * 60 * 1000;

    private final AuditSettings settings;
    private final ReportCheck reportCheck;
    private final SequenceHistory sequences = new SequenceHistory();
    private final LineTally tally;
    private final Map<UsageBucket, UsageSum> usage = new HashMap<>();
    private final Map<Integer, Long> latestAppend = new HashMap<>();
    private final Map<Integer, List<Advance>> advances = new HashMap<>();
    private final Map<Integer, Long> lastOffset = new HashMap<>();

    /** A record that moved its partition's clock. */
    private record Advance(long offset, long toMillis) {}

    UsageLog(AuditSettings settings, ReportCheck reportCheck, LineTally tally) {
        this.settings = settings;
        this.reportCheck = reportCheck;
        this.tally = tally;
    }

    void append(UsageLogRecord record) {
        requireAscendingOffset(record);
        Long before = latestAppend.get(record.partition());
        long appendMillis = latestAppend.merge(record.partition(), record.appendTimeMillis(), Math::max);
        if (before == null || before < appendMillis) {
            advances.computeIfAbsent(record.partition(), unseen -> new ArrayList<>())
                    .add(new Advance(record.offset(), appendMillis));
        }
        if (record.isHeartbeat()) {
            return;
        }
        ReportCheck.Verdict verdict = reportCheck.check(record);
        if (verdict.refusal() != null) {
            tally.refuse(verdict.refusal(), 0);
        } else if (verdict.report() != null) {
            admit(verdict.report(), appendMillis);
        }
    }

    private void requireAscendingOffset(UsageLogRecord record) {
        if (record.partition() < 0 || record.partition() >= settings.partitions()) {
            throw new AuditHalt(
                    "REPLAY_INPUT_INVALID",
                    "usage record in partition %d of a topic with %d partitions"
                            .formatted(record.partition(), settings.partitions()));
        }
        Long previous = lastOffset.put(record.partition(), record.offset());
        if (previous != null && previous >= record.offset()) {
            throw new AuditHalt(
                    "REPLAY_INPUT_INVALID",
                    "usage partition %d: offset %d follows offset %d"
                            .formatted(record.partition(), record.offset(), previous));
        }
    }

    private void admit(Report report, long appendMillis) {
        long lines = report.lines().size();
        tally.report(lines);
        switch (sequences.judge(report)) {
            case ACCEPTED -> report.lines().forEach(line -> book(line, report.gateway(), appendMillis));
            case DUPLICATE -> tally.duplicate(lines);
            case CONFLICT -> tally.refuse(Reason.SEQUENCE_CONFLICT, lines);
            case STALE -> tally.refuse(Reason.SEQUENCE_STALE, lines);
        }
    }

    private void book(JsonObject event, String gateway, long appendMillis) {
        Optional<UsageLine> valid = LineReader.read(event);
        if (valid.isEmpty()) {
            tally.refuse(Reason.LINE_INVALID, 1);
            return;
        }
        UsageLine line = valid.get();
        Reason refusal = timeRefusal(line.eventMillis(), appendMillis);
        if (refusal != null) {
            tally.refuse(refusal, 1);
            return;
        }
        long bookedMillis = Math.max(line.eventMillis(), appendMillis - settings.graceMillis());
        long minute = Math.floorDiv(line.eventMillis(), settings.grainMillis());
        long period = Math.floorDiv(bookedMillis, settings.periodMillis());
        UsageBucket bucket = new UsageBucket(line.model(), line.payer(), gateway, line.pass(), minute, period);
        usage.put(bucket, usage.getOrDefault(bucket, UsageSum.NONE).plus(line));
    }

    private static @Nullable Reason timeRefusal(long eventMillis, long appendMillis) {
        if (eventMillis > appendMillis + FUTURE_MILLIS) {
            return Reason.FUTURE;
        }
        return eventMillis < appendMillis - OLDEST_MILLIS ? Reason.TOO_OLD : null;
    }

    /** Per partition the first offset that could not be booked before this time any more; -1 where there is none. */
    List<Long> firstOffsetsAfter(long endMillis) {
        List<Long> offsets = new ArrayList<>();
        for (int partition = 0; partition < settings.partitions(); partition++) {
            offsets.add(advances.getOrDefault(partition, List.of()).stream()
                    .filter(advance -> advance.toMillis() - settings.graceMillis() >= endMillis)
                    .mapToLong(Advance::offset)
                    .findFirst()
                    .orElse(-1));
        }
        return offsets;
    }

    UsageSum sum(UsageBucket bucket) {
        return usage.getOrDefault(bucket, UsageSum.NONE);
    }

    Map<UsageBucket, UsageSum> usage() {
        return usage;
    }

    /** Whether no later record can be booked before this time. */
    boolean hasPassed(long endMillis) {
        for (int partition = 0; partition < settings.partitions(); partition++) {
            Long latest = latestAppend.get(partition);
            if (latest == null || latest - settings.graceMillis() < endMillis) {
                return false;
            }
        }
        return true;
    }
}
