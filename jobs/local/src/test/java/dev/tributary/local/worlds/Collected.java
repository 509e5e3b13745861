package dev.tributary.local.worlds;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Keeps what one stream of a job in this process emits. */
final class Collected<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, List<Object>> BY_SINK = new ConcurrentHashMap<>();
    private static final AtomicInteger SINKS = new AtomicInteger();

    private final int sink = SINKS.incrementAndGet();

    static <T> Collected<T> of(DataStream<T> stream) {
        Collected<T> collected = new Collected<>();
        // In the order in which the stream emitted, where that is one.
        stream.sinkTo(collected).uid("collected-" + collected.sink).setParallelism(stream.getParallelism());
        return collected;
    }

    /** Everything so far; forgets it. */
    @SuppressWarnings("unchecked") // only this sink's stream writes there
    List<T> take() {
        List<Object> elements = BY_SINK.remove(sink);
        return elements == null ? List.of() : (List<T>) elements;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        List<Object> target = BY_SINK.computeIfAbsent(sink, unseen -> new CopyOnWriteArrayList<>());
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context written) {
                target.add(element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
