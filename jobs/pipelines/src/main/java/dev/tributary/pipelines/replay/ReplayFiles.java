package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRejectedJson;
import dev.tributary.pipelines.settlement.LineTotal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two files of a replay; both are there or none is. */
record ReplayFiles(Path folder) {
    /** As they lie in the log, then what was refused at the close of a period. */
    private static final Comparator<UsageRejected> IN_LOG_ORDER = Comparator.comparing(
                    UsageRejected::partition, nullsLast())
            .thenComparing(UsageRejected::offset, nullsLast())
            .thenComparing(UsageRejected::index, nullsLast())
            .thenComparing(UsageRejected::minuteStartMillis, nullsLast())
            .thenComparing(rejected -> new String(UsageRejectedJson.write(rejected), UTF_8));

    private static <T extends Comparable<T>> Comparator<@Nullable T> nullsLast() {
        return Comparator.nullsLast(Comparator.naturalOrder());
    }

    void clear() throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(batches());
        Files.deleteIfExists(rejected());
    }

    ReplaySummary write(ReplayResult result, BookingRule booking) throws IOException {
        ReplaySummary summary = summary(result);
        Path rejectedDraft = folder.resolve("rejected.jsonl.part");
        Path batchesDraft = folder.resolve("batches.json.part");
        writeRejected(result.rejected(), rejectedDraft);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(batchesDraft))) {
            new BatchesJson(result, booking, summary).write(out);
        }
        Files.move(rejectedDraft, rejected(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(batchesDraft, batches(), StandardCopyOption.REPLACE_EXISTING);
        return summary;
    }

    private Path batches() {
        return folder.resolve("batches.json");
    }

    private Path rejected() {
        return folder.resolve("rejected.jsonl");
    }

    private static void writeRejected(List<UsageRejected> rejected, Path file) throws IOException {
        List<UsageRejected> sorted = rejected.stream().sorted(IN_LOG_ORDER).toList();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (UsageRejected record : sorted) {
                out.write(UsageRejectedJson.write(record));
                out.write('\n');
            }
        }
    }

    private static ReplaySummary summary(ReplayResult result) {
        SortedMap<String, Long> rejected = new TreeMap<>();
        result.rejected().forEach(record -> rejected.merge(record.reason(), record.lines(), Long::sum));
        SortedMap<String, Long> totals = new TreeMap<>(
                result.lineTotals().stream().collect(Collectors.toMap(LineTotal::name, LineTotal::lines, Math::max)));
        return new ReplaySummary(
                result.headers().size(),
                totals.getOrDefault("reported", 0L),
                totals.getOrDefault("counted", 0L),
                totals.getOrDefault("duplicate", 0L),
                rejected);
    }
}
