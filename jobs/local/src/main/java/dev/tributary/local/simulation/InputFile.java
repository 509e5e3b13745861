package dev.tributary.local.simulation;

import dev.tributary.local.StackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A CSV file that somebody hands to the simulator, plain or gzipped. */
record InputFile(Path path) {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** The lines below the header, which must start with the expected one. */
    List<String> rows(String header) {
        List<String> lines;
        try (InputStream stream = open()) {
            lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new StackException(
                    "INPUT_UNREADABLE",
                    "Cannot read " + path + ".",
                    String.valueOf(e),
                    "Name a file that is there.",
                    e);
        }
        if (lines.isEmpty() || !lines.get(0).startsWith(header)) {
            throw invalid(1, "the first line must be " + header);
        }
        if (lines.size() == 1) {
            throw invalid(2, "there are no rows");
        }
        return lines.subList(1, lines.size());
    }

    /** @param line counted from 1, the header included */
    StackException invalid(int line, String why) {
        return new StackException(
                "INPUT_INVALID",
                path + " cannot be used.",
                "Line " + line + ": " + why + ".",
                "Mend the file, or take another.",
                null);
    }

    private InputStream open() throws IOException {
        BufferedInputStream stream = new BufferedInputStream(Files.newInputStream(path));
        stream.mark(2);
        boolean zipped = stream.read() == GZIP_FIRST && stream.read() == GZIP_SECOND;
        stream.reset();
        return zipped ? new GZIPInputStream(stream) : stream;
    }
}
