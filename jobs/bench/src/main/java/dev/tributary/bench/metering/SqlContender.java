package dev.tributary.bench.metering;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/**
 * Peer (b): Flink SQL summing in tumbling windows over the reports, whose arrays the JSON format turns into a row for
 * every line; that is faster than the same lines one by one in a topic of their own. A heartbeat has no JSON in it, so
 * what does not parse is passed over. At its best: only the columns it needs, watermarks in the source, windows
 * aggregated locally before they are sent, objects reused.
 */
final class SqlContender implements Contender {
    private final String bootstrapServers;
    private final String topic;
    private final int parallelism;
    private final Path checkpoints;
    private final StateKind state;

    SqlContender(String bootstrapServers, String topic, int parallelism, Path checkpoints, StateKind state) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.parallelism = parallelism;
        this.checkpoints = checkpoints;
        this.state = state;
    }

    @Override
    public Round run() throws Exception {
        Configuration configuration = LocalFlink.configuration(checkpoints, state);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.setString("table.local-time-zone", "UTC");
        configuration.setString("table.optimizer.agg-phase-strategy", "TWO_PHASE");
        configuration.setString("table.exec.mini-batch.enabled", "true");
        configuration.setString("table.exec.mini-batch.allow-latency", "1 s");
        configuration.setString("table.exec.mini-batch.size", "20000");
        StreamTableEnvironment tables = StreamTableEnvironment.create(
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration));
        tables.executeSql("""
                create table lines (
                  subject string,
                  `time` timestamp_ltz(3),
                  data row<calls bigint, inputTokens bigint, outputTokens bigint, computeMillis bigint>,
                  watermark for `time` as `time` - interval '5' second
                ) with (
                  'connector' = 'kafka', 'topic' = '%s', 'properties.bootstrap.servers' = '%s',
                  'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset',
                  'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601',
                  'json.ignore-parse-errors' = 'true')""".formatted(topic, bootstrapServers));
        Stopwatch.clearHeap();
        TableResult result = tables.executeSql("""
                select window_start, subject, count(*), sum(data.calls), sum(data.inputTokens), sum(data.outputTokens),
                  sum(data.computeMillis)
                from tumble(table lines, descriptor(`time`), interval '1' minute)
                group by window_start, window_end, subject""");
        awaitRunning(result.getJobClient().orElseThrow());
        Stopwatch stopwatch = new Stopwatch();
        Sums sums = new Sums();
        try (CloseableIterator<Row> rows = result.collect()) {
            rows.forEachRemaining(row -> add(row, sums));
        }
        return stopwatch.round(sums);
    }

    /** Planning and deploying are not what is measured. */
    private static void awaitRunning(JobClient job) throws Exception {
        while (job.getJobStatus().get() != JobStatus.RUNNING) {
            Thread.sleep(5);
        }
    }

    private static void add(Row row, Sums sums) {
        LocalDateTime start = row.getFieldAs(0);
        sums.add(
                Workload.BOOKING.minute(start.toInstant(ZoneOffset.UTC).toEpochMilli()),
                row.getFieldAs(1),
                new Sums.Sum(
                        row.getFieldAs(2), row.getFieldAs(3), row.getFieldAs(4), row.getFieldAs(5), row.getFieldAs(6)));
    }
}
