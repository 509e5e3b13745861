package dev.tributary.local.settlement;

import static org.awaitility.Awaitility.await;

import dev.tributary.local.Tributary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code tributary} command as a process of its own, which says at what address it answers. */
final class TributaryProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("https?://([0-9a-z.]+:[0-9]+)");

    private final Process process;
    private final Path output;

    private TributaryProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static TributaryProcess start(Path folder, String... arguments) throws IOException {
        Path output = folder.resolve(arguments[0] + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Tributary.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new TributaryProcess(process, output);
    }

    /** Host and port, as soon as it says them. */
    String address() {
        return await().atMost(Duration.ofSeconds(60)).until(this::said, address -> !address.isEmpty());
    }

    private String said() throws IOException {
        String text = Files.readString(output);
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with " + process.exitValue() + " and said: " + text);
        }
        Matcher address = ADDRESS.matcher(text);
        return address.find() ? address.group(1) : "";
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
