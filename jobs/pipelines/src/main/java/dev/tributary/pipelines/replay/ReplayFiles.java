package dev.tributary.pipelines.replay;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.settlement.LineTotal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedMap;
import java.util.TreeMap;

/** The two files of a replay, written as their lines come in order; both are there in the end, or none is. */
final class ReplayFiles implements AutoCloseable {
    private final Path batches;
    private final Path rejected;
    private final BatchesJson batchesDraft;
    private final OutputStream rejectedDraft;
    private final SortedMap<String, Long> rejectedLines = new TreeMap<>();
    private final SortedMap<String, Long> lineTotals = new TreeMap<>();

    private ReplayFiles(Path folder, BookingRule booking) throws IOException {
        batches = folder.resolve("batches.json");
        rejected = folder.resolve("rejected.jsonl");
        batchesDraft = new BatchesJson(new BufferedOutputStream(Files.newOutputStream(draft(batches))), booking);
        rejectedDraft = new BufferedOutputStream(Files.newOutputStream(draft(rejected)));
    }

    /** Removes what an earlier run wrote, and begins. */
    static ReplayFiles begin(Path folder, BookingRule booking) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve("batches.json"));
            Files.deleteIfExists(folder.resolve("rejected.jsonl"));
            return new ReplayFiles(folder, booking);
        } catch (IOException e) {
            throw new ReplayHalted(
                    "REPLAY_OUTPUT_UNUSABLE",
                    "results cannot be written to " + folder + " (" + e + "). Give another folder as --out.");
        }
    }

    void take(BookLine line) throws IOException {
        batchesDraft.take(line);
    }

    void take(RefusedRecord record) throws IOException {
        rejectedDraft.write(record.json());
        rejectedDraft.write('\n');
        rejectedLines.merge(record.reason(), record.lines(), Long::sum);
    }

    /** The last word on each is the one that stays. */
    void take(LineTotal total) {
        lineTotals.put(total.name(), total.lines());
    }

    ReplaySummary finish() throws IOException {
        ReplaySummary summary = new ReplaySummary(
                batchesDraft.epochs(),
                lineTotals.getOrDefault("reported", 0L),
                lineTotals.getOrDefault("counted", 0L),
                lineTotals.getOrDefault("duplicate", 0L),
                rejectedLines);
        batchesDraft.finish(summary);
        batchesDraft.close();
        rejectedDraft.close();
        Files.move(draft(rejected), rejected, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft(batches), batches, StandardCopyOption.REPLACE_EXISTING);
        return summary;
    }

    /** Leaves nothing half written behind. */
    @Override
    public void close() throws IOException {
        batchesDraft.close();
        rejectedDraft.close();
        Files.deleteIfExists(draft(rejected));
        Files.deleteIfExists(draft(batches));
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
