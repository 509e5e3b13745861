package dev.tributary.local.worlds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Keeps what one stream of a job in this process emits, each element once: a job that goes on from a checkpoint takes
 * back what it emitted after it.
 */
final class Collected<T> implements Sink<T>, SupportsWriterState<T, Integer> {
    private static final long serialVersionUID = 1L;
    /** By sink and subtask. */
    private static final Map<Integer, Map<Integer, List<Object>>> BY_SINK = new ConcurrentHashMap<>();

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
        Map<Integer, List<Object>> bySubtask = BY_SINK.remove(sink);
        List<T> all = new ArrayList<>();
        if (bySubtask != null) {
            new TreeMap<>(bySubtask).values().forEach(elements -> all.addAll((List<T>) elements));
        }
        return all;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return writer(context, 0);
    }

    /** The parallelism of a job never changes, so that each subtask gets its own count again. */
    @Override
    public StatefulSinkWriter<T, Integer> restoreWriter(WriterInitContext context, Collection<Integer> counts) {
        return writer(context, counts.stream().mapToInt(Integer::intValue).sum());
    }

    private StatefulSinkWriter<T, Integer> writer(WriterInitContext context, int count) {
        List<Object> emitted = new ArrayList<>();
        BY_SINK.computeIfAbsent(sink, unseen -> new ConcurrentHashMap<>())
                .compute(context.getTaskInfo().getIndexOfThisSubtask(), (subtask, before) -> {
                    // Another list: the writer that failed may not know it yet.
                    emitted.addAll(before == null ? List.of() : before.subList(0, count));
                    return emitted;
                });
        return new StatefulSinkWriter<>() {
            @Override
            public void write(T element, Context written) {
                emitted.add(element);
            }

            @Override
            public List<Integer> snapshotState(long checkpoint) {
                return List.of(emitted.size());
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public SimpleVersionedSerializer<Integer> getWriterStateSerializer() {
        return new SimpleVersionedSerializer<>() {
            @Override
            public int getVersion() {
                return 1;
            }

            @Override
            public byte[] serialize(Integer count) {
                return ByteBuffer.allocate(Integer.BYTES).putInt(count).array();
            }

            @Override
            public Integer deserialize(int version, byte[] serialized) throws IOException {
                return ByteBuffer.wrap(serialized).getInt();
            }
        };
    }
}
