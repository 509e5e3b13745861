package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The chain's clock: everything strictly older than the newest finalized block is complete. Later blocks may share its
 * timestamp, so the watermark stays one millisecond below it.
 */
final class ChainTime implements WatermarkGenerator<ChainEvent> {

    private long finalizedMillis = Long.MIN_VALUE;

    static WatermarkStrategy<ChainEvent> watermarks() {
        return WatermarkStrategy.<ChainEvent>forGenerator(context -> new ChainTime())
                .withTimestampAssigner(
                        (event, before) -> ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()));
    }

    @Override
    public void onEvent(ChainEvent event, long eventMillis, WatermarkOutput output) {
        if (!event.isBlockFinalized() || eventMillis <= finalizedMillis) {
            return;
        }
        finalizedMillis = eventMillis;
        output.emitWatermark(new Watermark(eventMillis - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // The clock moves with the log alone.
    }
}
