package dev.tributary.bench.metering;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;

/**
 * What {@code scripts/flink/config.yaml} leaves of a TaskManager's memory, so that a contender has no more and no less than
 * the job in production. State on the heap needs none of what is managed, so that the heap has it.
 *
 * @param heap of Java
 * @param managed for RocksDB's write buffers and block cache
 */
record TaskManagerMemory(MemorySize heap, MemorySize managed) {
    private static final Path CONFIGURATION = Path.of("scripts", "flink");

    static TaskManagerMemory shipped(StateKind state) {
        Path home = Path.of(System.getProperty("tributary.home", "."));
        Configuration configuration = GlobalConfiguration.loadConfiguration(
                home.resolve(CONFIGURATION).toString());
        if (state == StateKind.HASHMAP) {
            configuration.set(TaskManagerOptions.MANAGED_MEMORY_FRACTION, 0f);
        }
        TaskExecutorProcessSpec process = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
        return new TaskManagerMemory(process.getJvmHeapMemorySize(), process.getManagedMemorySize());
    }

    /** For a process that has a heap of this size from its start, as a TaskManager has. */
    List<String> javaOptions() {
        return List.of("-Xms" + heap.getBytes(), "-Xmx" + heap.getBytes());
    }
}
