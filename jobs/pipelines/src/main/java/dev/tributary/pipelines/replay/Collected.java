package dev.tributary.pipelines.replay;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.streaming.api.datastream.DataStream;

/** What a stream of a job in this process emitted; its order is not that of the stream. */
final class Collected<T> implements AutoCloseable {
    private static final Map<Long, Queue<Object>> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private final long id = NEXT.incrementAndGet();
    private final Queue<Object> emitted = new ConcurrentLinkedQueue<>();

    static <T> Collected<T> of(DataStream<T> stream, String uid) {
        Collected<T> collected = new Collected<>();
        OPEN.put(collected.id, collected.emitted);
        stream.sinkTo(new ToQueue<>(collected.id)).uid(uid);
        return collected;
    }

    @SuppressWarnings("unchecked") // only the sink of this stream writes there
    List<T> all() {
        return (List<T>) List.copyOf(emitted);
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    /** Finds its queue by number: what a sink holds is copied when the job starts. */
    private record ToQueue<T>(long id) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            Queue<Object> queue = OPEN.getOrDefault(id, new ConcurrentLinkedQueue<>());
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context context) {
                    queue.add(element);
                }

                @Override
                public void flush(boolean endOfInput) {
                    // Every element is there at once.
                }

                @Override
                public void close() {
                    // The queue belongs to the replay.
                }
            };
        }
    }
}
