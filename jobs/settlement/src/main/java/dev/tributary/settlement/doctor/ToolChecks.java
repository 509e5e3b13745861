package dev.tributary.settlement.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The programs of other makers. Only Java is needed everywhere; the others each for what is said. */
final class ToolChecks {
    /**
     * @param version finds major and minor version in what it prints
     * @param needed the least version
     */
    private record Tool(String name, String purpose, Pattern version, Version needed) {}

    private record Version(int major, int minor) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    private static final Version JAVA = new Version(17, 0);
    private static final List<Tool> TOOLS = List.of(
            new Tool("flink", "submits the jobs", Pattern.compile("Version: (\\d+)\\.(\\d+)"), new Version(2, 2)),
            new Tool(
                    "node",
                    "runs scripts/claim, scripts/deploy and the dev chain",
                    Pattern.compile("v(\\d+)\\.(\\d+)"),
                    new Version(20, 0)),
            new Tool("mvn", "builds from sources", Pattern.compile("Apache Maven (\\d+)\\.(\\d+)"), new Version(3, 8)));
    private static final long LIMIT_SECONDS = 20;

    private final @Nullable String path;

    ToolChecks() {
        this(System.getenv("PATH"));
    }

    /** @param path folders of programs, separated as the system does */
    ToolChecks(@Nullable String path) {
        this.path = path;
    }

    void run(Checkup checkup) {
        checkup.check("tool java", ToolChecks::java);
        TOOLS.forEach(tool -> checkup.check("tool " + tool.name(), () -> look(tool)));
    }

    private static String java() {
        Runtime runtime = Runtime.getRuntime();
        if (Runtime.version().feature() < JAVA.major()) {
            throw new Finding(
                    "Java " + Runtime.version() + " is older than " + JAVA.major() + ". Install a newer one.");
        }
        return Runtime.version() + ", up to " + (runtime.maxMemory() >> 20) + " MiB of memory, "
                + runtime.availableProcessors() + " processors";
    }

    private String look(Tool tool) {
        Path program = find(tool.name())
                .orElseThrow(() -> new NotChecked("not on the PATH; needed only where one " + tool.purpose()));
        Version found = version(tool, program);
        if (found.compareTo(tool.needed()) < 0) {
            throw new Finding(program + " is version " + found + ", which is older than " + tool.needed()
                    + ". Install a newer one; it " + tool.purpose() + ".");
        }
        return found + ", " + tool.purpose();
    }

    private Optional<Path> find(String name) {
        return Arrays.stream((path == null ? "" : path).split(java.io.File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Version version(Tool tool, Path program) {
        String said = versionText(program);
        Matcher version = tool.version().matcher(said);
        if (!version.find()) {
            throw new NotChecked("`" + program + " --version` names no version");
        }
        return new Version(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)));
    }

    private static String versionText(Path program) {
        try {
            Path answer = Files.createTempFile("tributary-doctor", ".txt");
            try {
                Process process = new ProcessBuilder(program.toString(), "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile())
                        .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new NotChecked("`" + program + " --version` does not end");
                }
                return Files.readString(answer, StandardCharsets.UTF_8);
            } finally {
                Files.delete(answer);
            }
        } catch (IOException e) {
            throw new NotChecked("`" + program + " --version` does not start: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotChecked("interrupted");
        }
    }
}
