package dev.tributary.pipelines.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A log with one record per line; blank lines stand for nothing. */
final class LogFile {
    private LogFile() {}

    /**
     * Reads it once before it is replayed.
     *
     * @param look takes every line; an {@link IllegalArgumentException} says what is wrong with it
     * @return the number of records
     */
    static long survey(Path file, Consumer<String> look) {
        long number = 0;
        long records = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    look.accept(line);
                    records++;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new ReplayHalted(
                    "REPLAY_INPUT_INVALID",
                    "line " + number + " of " + file + ": " + e.getMessage() + ". Export the log again.");
        } catch (IOException e) {
            throw new ReplayHalted(
                    "REPLAY_INPUT_UNREADABLE", file + " cannot be read after line " + number + ": " + e + ".");
        }
        return records;
    }
}
