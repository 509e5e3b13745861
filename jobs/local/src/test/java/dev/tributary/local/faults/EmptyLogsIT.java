package dev.tributary.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.local.DatabaseLogin;
import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import dev.tributary.local.EmbeddedKafka;
import dev.tributary.local.FlinkCluster;
import dev.tributary.pipelines.KafkaRecomputation;
import dev.tributary.pipelines.replay.RecomputedBatches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that was there before the first record of either log, stopped and started again, misses none. */
@Timeout(300)
final class EmptyLogsIT {
    private static final long SEED = Long.getLong("tributary.seed", 5);
    private static final int LEAST_LINES = 20;

    @Test
    void bothLogsRestartingFromEmptyArePaidAsByAJobThatSeesThemFromTheStart(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedDatabase database = EmbeddedDatabase.start();
                FlinkCluster cluster = FlinkCluster.start(1, 2);
                LiveMarket market = new LiveMarket(kafka, folder, SEED)) {
            DatabaseLogin jobs = database.login(DatabaseRole.JOBS);
            Path first = stop(cluster, LiveMarket.submitRoyaltyJob(cluster, kafka, jobs, "empty"));
            Path second =
                    stop(cluster, cluster.resume(LiveMarket.royaltyJob(cluster, kafka, jobs, "empty"), "empty", first));
            cluster.resume(LiveMarket.royaltyJob(cluster, kafka, jobs, "empty"), "empty", second);

            DatabaseLogin login = database.login(DatabaseRole.SETTLEMENT);
            CompletableFuture<Long> trading = market.run();
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> SealedBatches.read(login).lines().size() > LEAST_LINES);
            market.stopTrading();
            trading.get();

            List<String> fromTheStart =
                    closed(KafkaRecomputation.run(kafka.bootstrapServers(), LiveMarket.CHAIN, LiveMarket.rules(), 2));
            assertThat(fromTheStart).hasSizeGreaterThan(1);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(SealedBatches.read(login).headers()).isEqualTo(fromTheStart));
            assertThat(cluster.failure()).isEmpty();
        }
    }

    /** As soon as all tasks run. */
    private static Path stop(FlinkCluster cluster, JobID job) {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> cluster.stop(job), path -> true);
    }

    /** Each with the hash of its lines. */
    private static List<String> closed(RecomputedBatches batches) {
        return batches.headers().stream()
                .filter(RecomputedBatches::isComplete)
                .map(BatchHeader::toCanonicalJson)
                .toList();
    }
}
