package dev.tributary.pipelines.ingest;

import static org.awaitility.Awaitility.await;

import dev.tributary.chain.ChainEvent;
import dev.tributary.pipelines.ChainIngestUids;
import dev.tributary.pipelines.CollectSink;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Both sources of ChainIngestJob, under their uids, over a chain in memory. One at a time. */
final class IngestRun implements AutoCloseable {
    static final int PARTITIONS = 3;
    private static final long LIMIT_SECONDS = 60;

    /** Where the source's connections, made in this process, end. */
    private static volatile @Nullable ScriptedChain served;

    private final JobClient client;
    private final CollectSink<ChainEvent> events;
    private final CollectSink<Integer> beats;

    private IngestRun(int parallelism, Configuration configuration) throws Exception {
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.MAX_PARALLELISM, 128);
        // All state in the one file of the metadata.
        configuration.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ofMebiBytes(1));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        events = CollectSink.of(environment
                .fromSource(
                        new EvmLogSource(IngestRun::connection, ScriptedChain.DEPLOYMENT, new EvmLogPace(20, 2)),
                        WatermarkStrategy.noWatermarks(),
                        "Read chain")
                .uid(ChainIngestUids.READ_CHAIN)
                .setParallelism(1));
        beats = CollectSink.of(Heartbeats.every(environment, 50, PARTITIONS));
        client = environment.executeAsync();
    }

    private static ScriptedChain connection() {
        ScriptedChain chain = served;
        if (chain == null) {
            throw new IllegalStateException("no chain is served");
        }
        return chain;
    }

    static IngestRun fromTheBeginning(ScriptedChain chain) throws Exception {
        served = chain;
        return new IngestRun(2, new Configuration());
    }

    static IngestRun from(Path savepoint, ScriptedChain chain, int parallelism, String backend) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        served = chain;
        return new IngestRun(parallelism, configuration);
    }

    /** Waits until the chain's newest block was told to be final, and every partition has had heartbeats. */
    IngestRun awaitHead(long block) {
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> beats.collected().size() >= 2 * PARTITIONS
                        && events.collected().stream()
                                .anyMatch(event -> event.isBlockFinalized() && event.blockNumber() == block));
        return this;
    }

    /** What was read, without the news of final blocks, which depend on when the head is looked at. */
    List<ChainEvent> read() {
        return events.collected().stream()
                .filter(event -> !event.isBlockFinalized())
                .toList();
    }

    List<Integer> beats() {
        return beats.collected();
    }

    /** @return where the savepoint lies */
    Path stop(Path folder) throws Exception {
        return Path.of(
                URI.create(client.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS)));
    }

    /** Why the job ended by itself. */
    Throwable failure() throws Exception {
        return client.getJobExecutionResult()
                .handle((result, failure) -> failure)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (!client.getJobExecutionResult().isDone()) {
            client.cancel().join();
        }
    }
}
