package dev.tributary.pipelines.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

/** The time of a usage log of two partitions: grain 1 s, period 10 s, grace 2 s. */
final class UsageTimeTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private final List<Long> emitted = new ArrayList<>();
    private final WatermarkGenerator<UsageRecord> time =
            UsageTime.interleaved(BOOKING, 2).createWatermarkGenerator(null);
    private final WatermarkOutput output = new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
            emitted.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            throw new AssertionError("a silent partition is not idle, it holds settlement back");
        }

        @Override
        public void markActive() {
            throw new AssertionError("no partition was ever idle");
        }
    };

    private void append(int partition, long appendMillis) {
        time.onEvent(
                new UsageRecord(partition, 0, appendMillis, null, null, null, true, new byte[0]), appendMillis, output);
        time.onPeriodicEmit(output);
    }

    @Test
    void timeIsThatOfTheSlowestPartitionLessTheGraceAndOneMillisecond() {
        append(0, 50_000);
        append(1, 30_000);
        append(1, 40_000);
        assertThat(emitted).containsExactly(27_999L, 37_999L);
    }

    @Test
    void aPartitionWithoutARecordHoldsAllTimeBack() {
        append(0, 50_000);
        append(0, 900_000);
        assertThat(emitted).isEmpty();
    }

    @Test
    void aPartitionWhoseHeartbeatsStopHoldsTimeWhereItStood() {
        append(1, 30_000);
        append(0, 31_000);
        append(0, 900_000);
        assertThat(emitted).containsExactly(27_999L);
    }

    @Test
    void aClockThatStepsBackTakesNoTimeBack() {
        append(0, 50_000);
        append(1, 50_000);
        append(0, 20_000);
        append(1, 50_001);
        append(0, 50_001);
        assertThat(emitted).containsExactly(47_999L, 48_000L);
    }

    @Test
    void theMomentInWhichAPeriodMayCloseIsToldAtOnce() {
        time.onEvent(new UsageRecord(0, 0, 11_999, null, null, null, true, new byte[0]), 0, output);
        time.onEvent(new UsageRecord(1, 0, 11_999, null, null, null, true, new byte[0]), 0, output);
        time.onEvent(new UsageRecord(0, 1, 12_000, null, null, null, true, new byte[0]), 0, output);
        time.onEvent(new UsageRecord(1, 1, 12_000, null, null, null, true, new byte[0]), 0, output);
        assertThat(emitted).containsExactly(9_998L, 9_999L);
    }
}
