package dev.tributary.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs from their jar on a cluster of processes, run as an operator runs it and disturbed as nobody would: what they
 * seal is compared, byte for byte, with an undisturbed run over the logs that were written meanwhile.
 */
@Timeout(900)
final class ClusterIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] UP = {
        "up", "--set", "execution.checkpointing.interval=1s", "--set", "execution.checkpointing.min-pause=100ms"
    };

    private final Path folder;
    private final ClusterScript cluster;
    private final long seed = Long.getLong("tributary.seed", new Random().nextLong());

    ClusterIT(@TempDir Path folder) {
        this.folder = folder;
        this.cluster = new ClusterScript(folder.resolve("run"));
    }

    @Test
    void aKilledTaskManagerAndAnotherParallelismChangeNoBatch() throws Exception {
        try (cluster;
                ClusterMarket market = open()) {
            submit(market);
            CompletableFuture<Void> traffic = market.trade(Duration.ofSeconds(30));
            market.awaitSealed(1);
            killTheFirst();
            JsonNode scaled = cluster.succeed("scale", "3");
            assertThat(savepoint(scaled)).exists();
            assertThat(cluster.restoredFrom(scaled.path("id").textValue()))
                    .isEqualTo(scaled.path("savepoint").textValue());
            traffic.get();
            market.awaitSettled();
            assertThat(running()).containsExactly("ingest 1 RUNNING", "royalty 3 RUNNING");
            endAndCompare(market);
            everyLineOfTheLogIsJson();
        }
    }

    @Test
    @Tag("slow")
    void upgradesSavepointsAndALostJobManagerChangeNoBatch() throws Exception {
        try (cluster;
                ClusterMarket market = open()) {
            submit(market);
            CompletableFuture<Void> traffic = market.trade(Duration.ofSeconds(90));
            market.awaitSealed(1);
            assertThat(savepoint(cluster.succeed("savepoint", "royalty"))).exists();
            assertThat(running()).containsExactly("ingest 1 RUNNING", "royalty 2 RUNNING");
            killTheFirst();
            cluster.succeed("upgrade");
            cluster.succeed("scale", "4");
            loseTheJobManager(market);
            cluster.succeed("scale", "1");
            traffic.get();
            market.awaitSettled();
            assertThat(running()).containsExactly("ingest 1 RUNNING", "royalty 1 RUNNING");
            endAndCompare(market);
        }
    }

    private ClusterMarket open() throws Exception {
        System.out.println("seed: -Dtributary.seed=" + seed);
        CompletableFuture<ClusterMarket> market =
                CompletableFuture.supplyAsync(() -> ClusterMarket.open(folder, seed, 4_000));
        JsonNode up = cluster.succeed(UP);
        assertThat(up.path("running").booleanValue()).isTrue();
        assertThat(up.path("processes")).hasSize(3);
        return market.get();
    }

    private void submit(ClusterMarket market) throws Exception {
        cluster.succeed("submit", "ingest", "--config", market.ingestConfig().toString());
        cluster.succeed("submit", "royalty", "--config", market.royaltyConfig().toString(), "--parallelism", "2");
    }

    /** A task of the job was on it, as both TaskManagers have their share of two. */
    private void killTheFirst() throws Exception {
        String job = job("royalty").path("id").textValue();
        long killed = cluster.succeed("kill-taskmanager").path("pid").longValue();
        assertThat(cluster.pids()).hasSize(2).doesNotContain(killed);
        cluster.succeed("up");
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> cluster.restarts(job) > 0);
    }

    /** Without it the jobs are gone; the newest of their checkpoints are what they go on from. */
    private void loseTheJobManager(ClusterMarket market) throws Exception {
        for (JsonNode process : cluster.succeed("status").path("processes")) {
            if (process.path("name").textValue().equals("jobmanager")) {
                ProcessHandle.of(process.path("pid").longValue()).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        cluster.succeed("up");
        cluster.succeed(
                "submit",
                "ingest",
                "--from",
                "latest",
                "--config",
                market.ingestConfig().toString());
        cluster.succeed(
                "submit",
                "royalty",
                "--from",
                "latest",
                "--parallelism",
                "2",
                "--config",
                market.royaltyConfig().toString());
    }

    private void endAndCompare(ClusterMarket market) throws Exception {
        assertThat(cluster.succeed("down").path("ended").intValue()).isEqualTo(3);
        assertThat(cluster.pids()).isEmpty();
        List<String> sealed = market.sealedBatches();
        System.out.printf(
                "%d lines reported, %d headers and lines of batches%n", market.linesReported(), sealed.size());
        assertThat(sealed).hasSizeGreaterThan(40);
        assertThat(sealed).isEqualTo(market.replayedBatches());
    }

    private void everyLineOfTheLogIsJson() throws Exception {
        List<String> lines = cluster.log();
        assertThat(lines).hasSizeGreaterThan(100);
        for (String line : lines) {
            assertThat(JSON.readTree(line).path("log.level").isTextual())
                    .as(line)
                    .isTrue();
        }
    }

    private static Path savepoint(JsonNode answer) {
        Path path = Path.of(URI.create(answer.path("savepoint").textValue()));
        return Files.isDirectory(path) ? path.resolve("_metadata") : path;
    }

    private JsonNode job(String name) throws Exception {
        for (JsonNode job : cluster.succeed("status").path("jobs")) {
            if (job.path("job").textValue().equals(name)) {
                return job;
            }
        }
        throw new AssertionError(name + " does not run");
    }

    private List<String> running() throws Exception {
        List<String> jobs = new ArrayList<>();
        for (JsonNode job : cluster.succeed("status").path("jobs")) {
            jobs.add(job.path("job").textValue() + " " + job.path("parallelism") + " "
                    + job.path("state").textValue());
        }
        return jobs;
    }
}
