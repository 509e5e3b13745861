package dev.tributary.local.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code scripts/cluster} on a run directory of its own, as an operator's shell runs it. */
final class ClusterScript implements AutoCloseable {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path run;

    /** What a verb came to. */
    record Result(int exitCode, String output, String errors) {
        /** Its one answer, or the last of several. */
        JsonNode json() throws IOException {
            List<String> lines = output.lines().toList();
            return JSON.readTree(lines.get(lines.size() - 1));
        }
    }

    ClusterScript(Path run) {
        this.run = run;
    }

    /** A verb that has to succeed. */
    JsonNode succeed(String... verb) throws Exception {
        Result result = attempt(verb);
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", verb) + " failed:\n" + result.errors());
        }
        return result.json();
    }

    Result attempt(String... verb) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("scripts/cluster").toString()));
        command.addAll(List.of(verb));
        command.addAll(List.of("--dir", run.toString(), "--json"));
        Path output = Files.createTempFile("cluster", ".out");
        Path errors = Files.createTempFile("cluster", ".err");
        long begin = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        // What the build has made; the script must not build here.
        builder.environment()
                .put(
                        "TRIBUTARY_JOBS_JAR",
                        HOME.resolve("jobs/pipelines/target/tributary-jobs.jar").toString());
        builder.environment()
                .put(
                        "TRIBUTARY_FLINK",
                        HOME.resolve("scripts/flink/target/flink").toString());
        int exitCode = builder.start().waitFor();
        System.out.printf("%5d ms  cluster %s%n", (System.nanoTime() - begin) / 1_000_000, String.join(" ", verb));
        Result result = new Result(exitCode, Files.readString(output), Files.readString(errors));
        Files.delete(output);
        Files.delete(errors);
        return result;
    }

    /** Pids of this run's processes that live. */
    List<Long> pids() throws Exception {
        List<Long> pids = new ArrayList<>();
        for (JsonNode process : succeed("status").path("processes")) {
            if (process.path("pid").isNumber()) {
                pids.add(process.path("pid").longValue());
            }
        }
        return pids;
    }

    /** How often a job has been restarted since it was submitted. */
    long restarts(String jobId) throws Exception {
        return rest("/jobs/" + jobId + "/metrics?get=numRestarts")
                .path(0)
                .path("value")
                .asLong();
    }

    /** The savepoint or checkpoint that a job began from; empty for one that began with the logs. */
    String restoredFrom(String jobId) throws Exception {
        return rest("/jobs/" + jobId + "/checkpoints")
                .path("latest")
                .path("restored")
                .path("external_path")
                .asText();
    }

    private JsonNode rest(String path) throws Exception {
        String web = succeed("status").path("web").textValue();
        try (InputStream answer = URI.create(web + path).toURL().openStream()) {
            return JSON.readTree(answer);
        }
    }

    /** All lines that the processes logged. */
    List<String> log() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(run.resolve("log"))) {
            for (Path file : files.filter(ClusterScript::isOfAProcess).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static boolean isOfAProcess(Path file) {
        return file.getFileName().toString().matches("(jobmanager|taskmanager-\\d+)\\.log(\\.old)?");
    }

    @Override
    public void close() throws IOException {
        try {
            attempt("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
