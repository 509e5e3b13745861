package dev.tributary.pipelines.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    static long survey(Path file, String log, ProgressListener listener, Consumer<String> look) {
        long number = 0;
        long records = 0;
        long characters = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            long size = Files.size(file);
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                characters += line.length() + 1L;
                if (!line.isBlank()) {
                    look.accept(line);
                    records++;
                }
                listener.reached("check", log, Math.min(characters, size), size);
            }
        } catch (IllegalArgumentException e) {
            throw new ReplayHalted(
                    "REPLAY_INPUT_INVALID",
                    "line " + number + " of " + file + ": " + e.getMessage() + ". Export the log again.");
        } catch (IOException e) {
            throw new ReplayHalted("REPLAY_INPUT_UNREADABLE", unreadable(file, number, e));
        }
        return records;
    }

    private static String unreadable(Path file, long number, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no file " + file + ". Give the file that `tributary export` wrote.";
        }
        if (e instanceof AccessDeniedException) {
            return file + " may not be read by this user. Change its permissions.";
        }
        if (e instanceof CharacterCodingException) {
            return "after line " + number + " of " + file
                    + " come bytes that are not UTF-8. Export the log again; a value that is not UTF-8 is written as"
                    + " valueBase64.";
        }
        return file + " cannot be read after line " + number + " (" + e + "). Give a file with a record per line.";
    }
}
