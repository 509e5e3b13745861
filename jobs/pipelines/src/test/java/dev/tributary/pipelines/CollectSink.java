package dev.tributary.pipelines;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Keeps what a stream of a job in this process emitted. */
public final class CollectSink<T> implements Sink<T>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, List<Object>> COLLECTED = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final int id = NEXT.incrementAndGet();

    private CollectSink() {}

    public static <T> CollectSink<T> of(DataStream<T> stream) {
        CollectSink<T> sink = new CollectSink<>();
        COLLECTED.put(sink.id, new CopyOnWriteArrayList<>());
        // In the order in which the stream emitted, where that is one.
        stream.sinkTo(sink).uid("collect-" + sink.id).setParallelism(stream.getParallelism());
        return sink;
    }

    @SuppressWarnings("unchecked") // only this sink's stream writes there
    public List<T> collected() {
        return (List<T>) COLLECTED.getOrDefault(id, List.of());
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        int target = id;
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context context) {
                COLLECTED.getOrDefault(target, new CopyOnWriteArrayList<>()).add(element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
