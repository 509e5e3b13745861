package dev.tributary.pipelines.connectors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The two files of an export; drafts until both are whole. */
record ExportFiles(Path chain, Path usage) {

    static ExportFiles in(Path folder, boolean overwrite) {
        ExportFiles files = new ExportFiles(folder.resolve("chain.jsonl"), folder.resolve("usage.jsonl"));
        try {
            Files.createDirectories(folder);
            files.removeDrafts();
        } catch (IOException e) {
            throw ExportException.refused(
                    "EXPORT_FOLDER_UNUSABLE",
                    folder + " cannot be written to (" + e + "). Give another folder as --out.");
        }
        if (!overwrite && (Files.exists(files.chain) || Files.exists(files.usage))) {
            throw ExportException.refused(
                    "EXPORT_EXISTS",
                    folder + " holds an export already. Give another folder as --out, or --overwrite to replace it.");
        }
        return files;
    }

    Path chainDraft() {
        return draft(chain);
    }

    Path usageDraft() {
        return draft(usage);
    }

    /** Old files go before the first new one comes: two files of different exports never lie side by side. */
    void publish() throws IOException {
        for (Path draft : new Path[] {chainDraft(), usageDraft()}) {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        Files.deleteIfExists(chain);
        Files.deleteIfExists(usage);
        Files.move(chainDraft(), chain, StandardCopyOption.ATOMIC_MOVE);
        Files.move(usageDraft(), usage, StandardCopyOption.ATOMIC_MOVE);
    }

    void removeDrafts() throws IOException {
        Files.deleteIfExists(chainDraft());
        Files.deleteIfExists(usageDraft());
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
