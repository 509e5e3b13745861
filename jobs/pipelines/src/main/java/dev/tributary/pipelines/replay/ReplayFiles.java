package dev.tributary.pipelines.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.settlement.BatchHeader;
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

/** The files of a replay, written as their lines come in order; all are there in the end, or none is. */
final class ReplayFiles implements AutoCloseable {
    private final Path batches;
    private final Path rejected;
    private final Path headers;
    private final BatchesJson batchesDraft;
    private final OutputStream rejectedDraft;
    private final OutputStream headersDraft;
    private final SortedMap<String, Long> rejectedLines = new TreeMap<>();
    private final SortedMap<String, Long> lineTotals = new TreeMap<>();

    private ReplayFiles(Path folder, BookingRule booking) throws IOException {
        batches = folder.resolve("batches.json");
        rejected = folder.resolve("rejected.jsonl");
        headers = folder.resolve("headers.jsonl");
        batchesDraft = new BatchesJson(new BufferedOutputStream(Files.newOutputStream(draft(batches))), booking);
        rejectedDraft = new BufferedOutputStream(Files.newOutputStream(draft(rejected)));
        headersDraft = new BufferedOutputStream(Files.newOutputStream(draft(headers)));
    }

    /** Removes what an earlier run wrote, and begins. */
    static ReplayFiles begin(Path folder, BookingRule booking) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve("batches.json"));
            Files.deleteIfExists(folder.resolve("rejected.jsonl"));
            Files.deleteIfExists(folder.resolve("headers.jsonl"));
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

    /** The seal of a batch; with it the batch's lines can be loaded as a revision. */
    void take(BatchHeader header) throws IOException {
        headersDraft.write(header.toCanonicalJson().getBytes(UTF_8));
        headersDraft.write('\n');
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
        headersDraft.close();
        Files.move(draft(headers), headers, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft(rejected), rejected, StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft(batches), batches, StandardCopyOption.REPLACE_EXISTING);
        return summary;
    }

    /** Leaves nothing half written behind. */
    @Override
    public void close() throws IOException {
        batchesDraft.close();
        rejectedDraft.close();
        headersDraft.close();
        Files.deleteIfExists(draft(headers));
        Files.deleteIfExists(draft(rejected));
        Files.deleteIfExists(draft(batches));
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
