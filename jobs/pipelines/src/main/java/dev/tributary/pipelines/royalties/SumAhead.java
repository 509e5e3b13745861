package dev.tributary.pipelines.royalties;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sends one record per sum, not one per part. For what the receiver only adds up. */
@SuppressWarnings("NullAway.Init") // Flink opens an operator before it gives it anything
final class SumAhead<T> extends GatherAhead<T, T> {
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
    void send() {
        if (sums.isEmpty()) {
            return;
        }
        sums.values().forEach(sum -> output.collect(new StreamRecord<>(sum)));
        sums = new LinkedHashMap<>();
    }
}
