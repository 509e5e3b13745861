package dev.tributary.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Temporary directories of the stack: made with a telling name, deleted whole. */
final class RunDirectory {
    private RunDirectory() {}

    static Path create(String purpose) {
        try {
            return Files.createTempDirectory("tributary-" + purpose + "-");
        } catch (IOException e) {
            throw new StackException(
                    "NO_TEMPORARY_DIRECTORY",
                    "No temporary directory for " + purpose + ".",
                    String.valueOf(e.getMessage()),
                    "Free some space, or name another place with -Djava.io.tmpdir=DIR.",
                    e);
        }
    }

    /** Deletes the directory and all in it; files that a stopping server takes away meanwhile are no error. */
    static void delete(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
