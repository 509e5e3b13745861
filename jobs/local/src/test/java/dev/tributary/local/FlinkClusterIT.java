package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

final class FlinkClusterIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void aJobOutlivesTheLossOfATaskManager() throws Exception {
        Path directory;
        try (FlinkCluster cluster = FlinkCluster.start(2, 2)) {
            directory = cluster.directory();
            StreamExecutionEnvironment environment = cluster.environment();
            environment.setParallelism(4);
            environment.enableCheckpointing(200);
            environment.fromSequence(0, Long.MAX_VALUE).sinkTo(new DiscardingSink<>());
            JobID job = cluster.submit(environment, "count for ever");
            await().atMost(Duration.ofSeconds(60)).until(() -> allFourTasksRun(cluster));

            cluster.killTaskManager(0);
            await().atMost(Duration.ofSeconds(30)).until(() -> !allFourTasksRun(cluster));
            cluster.startTaskManager();
            await().atMost(Duration.ofSeconds(60)).until(() -> allFourTasksRun(cluster));
            assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);

            cluster.cancel(job);
            await().until(() -> cluster.status(job).isGloballyTerminalState());
        }
        assertThat(directory).satisfies(gone -> assertThat(Files.exists(gone)).isFalse());
    }

    @Test
    void theWebPageIsServed() throws Exception {
        try (FlinkCluster cluster = FlinkCluster.start(1, 1)) {
            await().until(() -> get(cluster.webAddress() + "/").contains("Apache Flink Web Dashboard"));
        }
    }

    private static boolean allFourTasksRun(FlinkCluster cluster) throws Exception {
        return get(cluster.webAddress() + "/jobs/overview").contains("\"running\":4");
    }

    private static String get(String address) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }
}
