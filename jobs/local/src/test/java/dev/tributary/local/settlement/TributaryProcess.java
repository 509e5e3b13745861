package dev.tributary.local.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.local.Tributary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The command in a process of its own, as an operator starts and ends it. */
final class TributaryProcess implements AutoCloseable {
    /** What a shell says of a process that SIGTERM ended. */
    static final int TERMINATED = 143;

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    /** All lines so far, of both outputs. */
    private final List<String> said = new CopyOnWriteArrayList<>();

    private TributaryProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static TributaryProcess start(String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Tributary.class.getName()),
                        Stream.of(arguments))
                .toList();
        return new TributaryProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> said() {
        return List.copyOf(said);
    }

    /** Waits for a line that has it, and returns its first group. */
    String awaitLine(String regex) {
        Pattern pattern = Pattern.compile(regex);
        Predicate<List<String>> isThere =
                lines -> lines.stream().anyMatch(line -> pattern.matcher(line).find());
        Awaitility.await(regex)
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .failFast("it ended without it", () -> !process.isAlive() && !isThere.test(said))
                .until(this::said, isThere);
        return said.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** Host and port, as soon as it says them. */
    String address() {
        return awaitLine("https?://([0-9a-z.]+:[0-9]+)");
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + said);
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    /** Whatever became of the test, nothing of it goes on. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
