package dev.tributary.pipelines.royalties;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Sums up what one subtask is about to send, so that the close of a period costs the network one record per sum, not one
 * per part. For what the receiver only adds up. Nothing is held over a checkpoint barrier or a watermark, so it is in no
 * state and later than nothing.
 */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SumAhead<T> extends AbstractStreamOperator<T> implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_SUMS = 1 << 16;

    private final Key<T> key;
    private final Plus<T> plus;
    private transient Map<Object, T> sums;

    /** What two records must share to be added up. */
    interface Key<T> extends Function<T, Object>, Serializable {}

    interface Plus<T> extends BinaryOperator<T>, Serializable {}

    SumAhead(Key<T> key, Plus<T> plus) {
        this.key = key;
        this.plus = plus;
    }

    @Override
    public void open() throws Exception {
        super.open();
        sums = new LinkedHashMap<>();
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        sums.merge(key.apply(element.getValue()), element.getValue(), plus);
        if (sums.size() >= MOST_SUMS) {
            send();
        }
    }

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

    private void send() {
        if (sums.isEmpty()) {
            return;
        }
        sums.values().forEach(sum -> output.collect(new StreamRecord<>(sum)));
        sums = new LinkedHashMap<>();
    }
}
