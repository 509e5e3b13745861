package dev.tributary.settlement.run;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a rehearsal publishes: nowhere that lasts. */
record RehearsalFolder(Path path) implements AutoCloseable {
    static RehearsalFolder create() {
        try {
            return new RehearsalFolder(Files.createTempDirectory("tributary-dry-run"));
        } catch (IOException e) {
            throw new SettlementException(
                    Problem.OUTPUT_UNUSABLE, "No temporary folder for the dry run: " + e + ". Make room for one.", e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
