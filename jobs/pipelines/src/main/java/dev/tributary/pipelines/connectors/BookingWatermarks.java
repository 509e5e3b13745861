package dev.tributary.pipelines.connectors;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.UsageRecord;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Time of one partition of the usage log: behind the running maximum of its append times by the grace, so that no line
 * appended later can be booked at or before it. After a restart it may begin lower than it was, never higher.
 */
final class BookingWatermarks implements WatermarkGenerator<UsageRecord> {
    private final BookingRule booking;
    private long runningMaxMillis = Long.MIN_VALUE;

    BookingWatermarks(BookingRule booking) {
        this.booking = booking;
    }

    @Override
    public void onEvent(UsageRecord record, long timestampMillis, WatermarkOutput output) {
        runningMaxMillis = Math.max(runningMaxMillis, record.appendTimeMillis());
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (runningMaxMillis != Long.MIN_VALUE) {
            output.emitWatermark(new Watermark(booking.watermark(runningMaxMillis)));
        }
    }
}
