package dev.tributary.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

/** The clock of one partition, as the job's own source has it. */
final class UsageSourceTest {
    private static final long GRACE = 2_000;
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, GRACE);
    private static final long T = 1_800_000_000_000L;

    private final ManualClock wallClock = new ManualClock();
    private final Heard heard = new Heard();
    private final WatermarkGenerator<UsageRecord> partition = strategy().createWatermarkGenerator(new Context());

    /** What the generator says, in its order. */
    private static final class Heard implements WatermarkOutput {
        private final List<Long> watermarks = new ArrayList<>();

        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            throw new AssertionError("settlement would go on without the partition");
        }

        @Override
        public void markActive() {
            throw new AssertionError("it was never idle");
        }
    }

    private final class Context implements WatermarkGeneratorSupplier.Context {
        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return wallClock;
        }
    }

    @Test
    void timeIsBehindTheLatestAppendTimeByTheGraceAndAMillisecond() {
        report(T);
        emit();
        report(T + 1);
        report(T + 700);
        emit();
        assertThat(heard.watermarks).containsExactly(T - GRACE - 1, T + 700 - GRACE - 1);
    }

    @Test
    void timeDoesNotStepBackWithTheBrokersClock() {
        report(T);
        report(T - 60_000);
        emit();
        report(T - 1);
        emit();
        assertThat(heard.watermarks).containsExactly(T - GRACE - 1, T - GRACE - 1);
    }

    @Test
    void aHeartbeatMovesTimeAsAReportDoes() {
        report(T);
        heartbeat(T + 5_000);
        emit();
        assertThat(heard.watermarks).containsExactly(T + 5_000 - GRACE - 1);
    }

    @Test
    void aPartitionWithoutARecordHasNoTimeHoweverLongItIsSilent() {
        waitADay();
        assertThat(heard.watermarks).isEmpty();
    }

    @Test
    void aPartitionThatFellSilentKeepsItsTimeHoweverLongItIsSilent() {
        report(T);
        waitADay();
        assertThat(heard.watermarks).containsOnly(T - GRACE - 1);
    }

    @Test
    void noPartitionWaitsForAnotherToBeRead() {
        assertThat(strategy().getAlignmentParameters().isEnabled()).isFalse();
    }

    private static WatermarkStrategy<UsageRecord> strategy() {
        DataStream<UsageRecord> usage = UsageSource.read(
                StreamExecutionEnvironment.getExecutionEnvironment(),
                "nowhere:9092",
                "usage.reported.v1",
                4,
                "royalty",
                BOOKING);
        return ((SourceTransformation<UsageRecord, ?, ?>) usage.getTransformation()).getWatermarkStrategy();
    }

    private void report(long appendMillis) {
        append(new UsageRecord(0, 0, appendMillis, "0xab", "0", "0x01", false, new byte[] {'[', ']'}));
    }

    private void heartbeat(long appendMillis) {
        append(new UsageRecord(0, 0, appendMillis, null, null, null, true, new byte[0]));
    }

    private void append(UsageRecord record) {
        partition.onEvent(record, record.appendTimeMillis(), heard);
    }

    private void emit() {
        partition.onPeriodicEmit(heard);
    }

    private void waitADay() {
        for (int hour = 0; hour < 24; hour++) {
            emit();
            wallClock.advanceTime(Duration.ofHours(1));
        }
        emit();
    }
}
