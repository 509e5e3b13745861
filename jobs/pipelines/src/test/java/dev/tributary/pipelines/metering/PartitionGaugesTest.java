package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.RoyaltyMetric;
import java.util.Optional;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

final class PartitionGaugesTest {
    private final MetricListener metrics = new MetricListener();
    private final PartitionGauges partitions = new PartitionGauges(metrics.getMetricGroup());

    @Test
    void eachPartitionThatIsReadShowsItsOwnTime() {
        partitions.show(record(3, 61_999, false), 61_999);
        partitions.show(record(5, 70_000, true), 70_000);
        assertThat(seconds(RoyaltyMetric.USAGE_TIME, 3)).contains(61L);
        assertThat(seconds(RoyaltyMetric.USAGE_TIME, 5)).contains(70L);
        assertThat(seconds(RoyaltyMetric.USAGE_TIME, 4)).isEmpty();
    }

    @Test
    void reportsMoveThePartitionsTimeAndOnlyHeartbeatsTheOther() {
        partitions.show(record(0, 60_000, false), 60_000);
        assertThat(seconds(RoyaltyMetric.HEARTBEAT_TIME, 0)).contains(0L);
        partitions.show(record(0, 62_000, true), 62_000);
        partitions.show(record(0, 90_000, false), 90_000);
        assertThat(seconds(RoyaltyMetric.USAGE_TIME, 0)).contains(90L);
        assertThat(seconds(RoyaltyMetric.HEARTBEAT_TIME, 0)).contains(62L);
    }

    @Test
    void aBrokersClockThatStepsBackDoesNotTakeThePartitionsTimeWithIt() {
        partitions.show(record(0, 90_000, true), 90_000);
        partitions.show(record(0, 30_000, true), 90_000);
        assertThat(seconds(RoyaltyMetric.USAGE_TIME, 0)).contains(90L);
        assertThat(seconds(RoyaltyMetric.HEARTBEAT_TIME, 0)).contains(30L);
    }

    private Optional<Long> seconds(RoyaltyMetric metric, int partition) {
        Optional<Gauge<Long>> gauge = metrics.getGauge(metric.label(), Integer.toString(partition), metric.flinkName());
        return gauge.map(Gauge::getValue);
    }

    private static UsageRecord record(int partition, long appendTimeMillis, boolean heartbeat) {
        return new UsageRecord(partition, 0, appendTimeMillis, null, null, null, heartbeat, new byte[0]);
    }
}
