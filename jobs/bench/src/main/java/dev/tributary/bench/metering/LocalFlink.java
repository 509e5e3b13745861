package dev.tributary.bench.metering;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * Flink inside this process, the same for every contender: a checkpoint every ten seconds, no restarts, and for RocksDB the
 * memory and the incremental checkpoints of {@code scripts/flink/config.yaml}.
 */
final class LocalFlink {
    static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

    private LocalFlink() {}

    /** @param checkpoints where they go; whoever names it deletes it */
    static Configuration configuration(Path checkpoints, StateKind state) {
        Configuration configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, state.flinkName());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        if (state == StateKind.ROCKSDB) {
            configuration.set(
                    TaskManagerOptions.MANAGED_MEMORY_SIZE,
                    TaskManagerMemory.shipped(state).managed());
            configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        }
        return configuration;
    }
}
