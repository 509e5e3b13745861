package dev.tributary.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Prometheus on a free port, of the Debian package {@code prometheus}, which scrapes once a second what it is told to.
 */
public final class PrometheusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path directory;
    private final int port;

    private PrometheusServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Skips the test where the package is missing, and says how to have it. */
    public static void assumeInstalled() {
        assumeTrue(
                isInstalled(),
                "PROMETHEUS_MISSING: prometheus and promtool are not on the PATH, so nothing is scraped and no alert is"
                        + " tried. Run `apt-get install --no-install-recommends prometheus` as root.");
    }

    public static boolean isInstalled() {
        return isInstalled("prometheus") && isInstalled("promtool");
    }

    private static boolean isInstalled(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param targets host and port by name of the scrape job
     * @param ruleFiles of alerts, evaluated once a second
     */
    public static PrometheusServer start(Map<String, String> targets, List<Path> ruleFiles) {
        Path directory = RunDirectory.create("prometheus");
        try {
            Path config = Files.writeString(directory.resolve("prometheus.yml"), config(targets, ruleFiles));
            return start(config, directory);
        } catch (IOException e) {
            RunDirectory.delete(directory);
            throw notStarted(String.valueOf(e.getMessage()), e);
        }
    }

    private static PrometheusServer start(Path config, Path directory) throws IOException {
        int port = FreePorts.take(1).get(0);
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, directory, port);
        try {
            await().atMost(PATIENCE).until(() -> !process.isAlive() || server.isReady());
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        if (!process.isAlive()) {
            String said = Files.readString(log);
            server.close();
            throw notStarted(said, null);
        }
        return server;
    }

    private static StackException notStarted(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new StackException(
                "PROMETHEUS_NOT_STARTED",
                "Prometheus did not start.",
                why,
                "Run `apt-get install --no-install-recommends prometheus` as root, and see what it says above.",
                cause);
    }

    private static String config(Map<String, String> targets, List<Path> ruleFiles) {
        StringBuilder config = new StringBuilder("""
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                  evaluation_interval: 1s
                rule_files:
                """);
        ruleFiles.forEach(
                file -> config.append("  - ").append(file.toAbsolutePath()).append('\n'));
        config.append("scrape_configs:\n");
        targets.forEach((job, address) -> config.append("""
                  - job_name: %s
                    static_configs:
                      - targets: ['%s']
                """.formatted(job, address)));
        return config.toString();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean isReady() {
        try {
            return ask("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until every target was scraped well, and once more: what is between two scrapes is new. */
    public void awaitScrapes() {
        await().atMost(PATIENCE)
                .ignoreException(IOException.class)
                .until(() ->
                        query("min(min_over_time(up[2s])) == 1 and count(count_over_time(up[2s]) >= 2) == count(up)")
                                        .size()
                                == 1);
    }

    /**
     * The series that an expression gives now: each with {@code metric}, its labels, and {@code value}, a pair of time and
     * text. A scalar gives a single one.
     *
     * @throws IllegalArgumentException when Prometheus cannot read or evaluate it
     */
    public List<JsonNode> query(String expression) throws IOException {
        JsonNode answer = JSON.readTree(ask("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8))
                .body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalArgumentException(
                    expression + ": " + answer.path("error").asText());
        }
        JsonNode result = answer.path("data").path("result");
        List<JsonNode> series = new ArrayList<>();
        if (answer.path("data").path("resultType").asText().equals("scalar")) {
            series.add(JSON.createObjectNode().set("value", result));
        } else {
            result.forEach(series::add);
        }
        return series;
    }

    /** An answer of its HTTP API, for example to {@code /api/v1/rules}. */
    public JsonNode get(String path) throws IOException {
        return JSON.readTree(ask(path).body());
    }

    private HttpResponse<String> ask(String path) throws IOException {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Prometheus", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RunDirectory.delete(directory);
    }
}
