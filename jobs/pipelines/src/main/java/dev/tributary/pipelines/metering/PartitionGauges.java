package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.RoyaltyMetric;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The time of each partition of the usage log as metrics, from the first record on that this subtask reads of it. Which
 * partitions a subtask will read is only known to the source.
 */
final class PartitionGauges {
    private static final long MILLIS = 1_000;

    private final MetricGroup metrics;
    private final Map<Integer, Times> partitions = new HashMap<>();

    /** Written by the task's thread, read by the reporter's. */
    private static final class Times {
        private volatile long usageSeconds;
        private volatile long heartbeatSeconds;
    }

    PartitionGauges(MetricGroup metrics) {
        this.metrics = metrics;
    }

    /** @param runningMaxMillis of the append times of the record's partition */
    void show(UsageRecord record, long runningMaxMillis) {
        Times times = partitions.computeIfAbsent(record.partition(), this::register);
        times.usageSeconds = runningMaxMillis / MILLIS;
        if (record.heartbeat()) {
            times.heartbeatSeconds = record.appendTimeMillis() / MILLIS;
        }
    }

    private Times register(int partition) {
        Times times = new Times();
        gauge(RoyaltyMetric.USAGE_TIME, partition, () -> times.usageSeconds);
        gauge(RoyaltyMetric.HEARTBEAT_TIME, partition, () -> times.heartbeatSeconds);
        return times;
    }

    private void gauge(RoyaltyMetric metric, int partition, Gauge<Long> value) {
        metrics.addGroup(metric.label(), Integer.toString(partition)).gauge(metric.flinkName(), value);
    }
}
