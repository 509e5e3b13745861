package dev.tributary.pipelines.metering;

import dev.tributary.domain.usage.BookingRule;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The clock of a usage log that is read as one stream, all partitions in it: the running maximum of append times of each
 * partition, minus the grace and one millisecond, and the slowest partition's of these. No idleness: a partition that is
 * silent holds settlement back.
 *
 * <p>After a restart the maximum begins anew, so the watermark may be lower than it was, never higher.
 */
public final class UsageTime implements WatermarkGenerator<UsageRecord> {
    private final BookingRule booking;
    private final int partitions;
    private final Map<Integer, Long> runningMaxima = new HashMap<>();
    private long emitted = Long.MIN_VALUE;

    private UsageTime(BookingRule booking, int partitions) {
        this.booking = booking;
        this.partitions = partitions;
    }

    /** For a stream that carries all partitions, in the order of each. */
    public static WatermarkStrategy<UsageRecord> interleaved(BookingRule booking, int partitions) {
        return WatermarkStrategy.<UsageRecord>forGenerator(context -> new UsageTime(booking, partitions))
                .withTimestampAssigner((record, before) -> record.appendTimeMillis());
    }

    /** Emits at once when a period may close; in between, the periodic emission is enough. */
    @Override
    public void onEvent(UsageRecord record, long eventMillis, WatermarkOutput output) {
        runningMaxima.merge(record.partition(), record.appendTimeMillis(), Math::max);
        long watermark = watermark();
        if (watermark > emitted
                && (emitted == Long.MIN_VALUE || booking.periodOf(watermark + 1) > booking.periodOf(emitted + 1))) {
            emit(watermark, output);
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        long watermark = watermark();
        if (watermark > emitted) {
            emit(watermark, output);
        }
    }

    private void emit(long watermark, WatermarkOutput output) {
        emitted = watermark;
        output.emitWatermark(new Watermark(watermark));
    }

    private long watermark() {
        if (runningMaxima.size() < partitions) {
            return Long.MIN_VALUE;
        }
        long slowest = Long.MAX_VALUE;
        for (long runningMax : runningMaxima.values()) {
            slowest = Math.min(slowest, runningMax);
        }
        return booking.watermark(slowest);
    }
}
