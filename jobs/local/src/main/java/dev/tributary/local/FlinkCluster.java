package dev.tributary.local;

import dev.tributary.pipelines.SettlementHalted;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.clusterframework.ApplicationStatus;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;

/**
 * A Flink cluster inside this process: one JobManager with the web UI on a free port, and TaskManagers that can be
 * killed and started one by one.
 */
public final class FlinkCluster implements AutoCloseable {
    private final Path directory;
    private final Configuration configuration;
    private final MiniCluster cluster;
    private final String webAddress;
    private final int metricsPort;
    private final Map<String, CompletableFuture<JobResult>> results = new ConcurrentHashMap<>();

    private FlinkCluster(
            Path directory, Configuration configuration, MiniCluster cluster, String webAddress, int metricsPort) {
        this.directory = directory;
        this.configuration = configuration;
        this.cluster = cluster;
        this.webAddress = webAddress;
        this.metricsPort = metricsPort;
    }

    /** Starts a cluster whose checkpoints go to a directory of its own, which {@link #close()} deletes. */
    public static FlinkCluster start(int taskManagers, int slotsPerTaskManager) {
        Path directory = RunDirectory.create("flink");
        int metricsPort = FreePorts.take(1).get(0);
        Configuration configuration = configuration(directory, metricsPort);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(slotsPerTaskManager)
                .build());
        try {
            cluster.start();
            String web = cluster.getRestAddress().get().toString();
            return new FlinkCluster(directory, configuration, cluster, web, metricsPort);
        } catch (Exception e) {
            cluster.closeAsync().join();
            RunDirectory.delete(directory);
            throw new StackException(
                    "FLINK_NOT_STARTED",
                    "The embedded Flink cluster did not start.",
                    String.valueOf(e.getMessage()),
                    "Give the program more memory (-Xmx2g), and let it listen on 127.0.0.1.",
                    e);
        }
    }

    /** Where a browser finds the web UI. */
    public String webAddress() {
        return webAddress;
    }

    /** Where Prometheus scrapes all of the cluster's metrics, as host and port. */
    public String metricsAddress() {
        return "127.0.0.1:" + metricsPort;
    }

    /** An environment with the cluster's settings, to build a job in; {@link #submit} runs it here. */
    public StreamExecutionEnvironment environment() {
        return StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration));
    }

    /** Runs what was built in the environment, under this name. Returns when the cluster has taken the job. */
    public JobID submit(StreamExecutionEnvironment environment, String name) {
        return submit(environment, name, SavepointRestoreSettings.none());
    }

    /** As {@link #submit}, going on from a savepoint, all of whose state must find its place. */
    public JobID resume(StreamExecutionEnvironment environment, String name, Path savepoint) {
        return submit(
                environment,
                name,
                SavepointRestoreSettings.forPath(savepoint.toUri().toString()));
    }

    private JobID submit(StreamExecutionEnvironment environment, String name, SavepointRestoreSettings from) {
        var graph = environment.getStreamGraph();
        graph.setJobName(name);
        graph.setSavepointRestoreSettings(from);
        JobID job = join(cluster.submitJob(graph)).getJobID();
        results.put(name, result(job));
        return job;
    }

    /**
     * Of jobs that have failed for good, which no restart mends: the first one's name, and the cause with its code. Empty
     * while all of them run.
     */
    public Optional<String> failure() {
        for (Map.Entry<String, CompletableFuture<JobResult>> result : results.entrySet()) {
            Optional<Throwable> failure = failure(result.getValue());
            if (failure.isPresent()) {
                return Optional.of(result.getKey() + " has failed. " + message(failure.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Throwable> failure(CompletableFuture<JobResult> result) {
        if (!result.isDone() || result.isCompletedExceptionally()) {
            return Optional.empty();
        }
        JobResult ended = result.join();
        if (ended.getApplicationStatus() != ApplicationStatus.FAILED) {
            return Optional.empty();
        }
        return ended.getSerializedThrowable()
                .map(failure -> failure.deserializeError(FlinkCluster.class.getClassLoader()));
    }

    private static String message(Throwable failure) {
        Throwable cause = ExceptionUtils.findThrowable(failure, SettlementHalted.class)
                .map(Throwable.class::cast)
                .orElse(failure);
        while (!(cause instanceof SettlementHalted) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    public JobStatus status(JobID job) {
        return join(cluster.getJobStatus(job));
    }

    /** Completes when the job has ended, normally or with the failure inside the result. */
    public CompletableFuture<JobResult> result(JobID job) {
        return cluster.requestJobResult(job);
    }

    public void cancel(JobID job) {
        join(cluster.cancelJob(job));
    }

    /** Stops the job, not drained, with a savepoint, and says where that lies. While not all tasks run there is none. */
    public Path stop(JobID job) {
        String savepoints = directory.resolve("savepoints").toUri().toString();
        return Path.of(
                URI.create(join(cluster.stopWithSavepoint(job, savepoints, false, SavepointFormatType.CANONICAL))));
    }

    /** Takes a TaskManager (0, 1, … in the order of their start) away under its running tasks. */
    public void killTaskManager(int index) {
        join(cluster.terminateTaskManager(index));
    }

    /** Adds a TaskManager in the place of a killed one. */
    public void startTaskManager() {
        try {
            cluster.startTaskManager();
        } catch (Exception e) {
            throw new IllegalStateException("Flink did not start another TaskManager", e);
        }
    }

    /** Where checkpoints lie. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
        RunDirectory.delete(directory);
    }

    private static Configuration configuration(Path directory, int metricsPort) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(RestOptions.BIND_ADDRESS, "localhost");
        // The web server leaves its upload folder behind.
        configuration.set(WebOptions.TMP_DIR, directory.toString());
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(64));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        configuration.set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Default);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        // Without these the web UI's metrics take two fetches of ten seconds to show anything.
        configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(2));
        configuration.setString("metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
        configuration.setString("metrics.reporter.prom.port", Integer.toString(metricsPort));
        // Ids are of no use to people, and a job is thousands of lines long with them.
        configuration.setString(
                "metrics.reporter.prom.scope.variables.excludes",
                "job_id;task_id;task_attempt_id;task_attempt_num;operator_id;tm_id");
        return configuration;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("Interrupted while waiting for Flink", e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }
}
