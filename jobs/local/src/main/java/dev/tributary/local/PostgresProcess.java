package dev.tributary.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process behind a PostgreSQL data directory. Its starter leaves it to itself, so when a start fails half-way
 * nothing but the file {@code postmaster.pid} says which process it is.
 */
final class PostgresProcess {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
    private static final long STOP_SECONDS = 5;

    private PostgresProcess() {}

    /** Ends the server and waits until it is gone. No-op when none runs on the directory. */
    static void end(Path files) {
        find(files).ifPresent(PostgresProcess::end);
    }

    private static Optional<ProcessHandle> find(Path files) {
        Path file = files.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(
                    Long.parseLong(Files.readAllLines(file).get(0).strip()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot tell from {} which process to end", file, e);
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            server.destroyForcibly();
            server.onExit().join();
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("Cannot wait for process {}", server.pid(), e);
        }
    }
}
