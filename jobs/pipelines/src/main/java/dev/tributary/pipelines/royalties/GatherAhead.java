package dev.tributary.pipelines.royalties;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Gathers what one subtask is about to send, so that the close of a period costs the network few records. Nothing is
 * held over a checkpoint barrier or a watermark, so it is in no state and later than nothing.
 */
abstract class GatherAhead<I, O> extends AbstractStreamOperator<O> implements OneInputStreamOperator<I, O> {
    private static final long serialVersionUID = 1L;

    /** Sends all that was gathered, and holds nothing afterwards. */
    abstract void send();

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        send();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        send();
    }

    @Override
    public void finish() throws Exception {
        send();
        super.finish();
    }
}
