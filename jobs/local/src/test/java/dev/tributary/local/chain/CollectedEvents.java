package dev.tributary.local.chain;

import dev.tributary.chain.ChainEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink into this process that keeps what it is given through restarts, repeats and all. */
final class CollectedEvents implements Sink<ChainEvent> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, List<ChainEvent>> BY_TEST = new ConcurrentHashMap<>();

    private final String test;

    CollectedEvents(String test) {
        this.test = test;
        BY_TEST.put(test, Collections.synchronizedList(new ArrayList<>()));
    }

    /** Everything written so far, in its order. */
    List<ChainEvent> all() {
        List<ChainEvent> events = BY_TEST.getOrDefault(test, List.of());
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** What a consumer accepts: contract events whose ordinal is the last one's successor. */
    List<ChainEvent> accepted() {
        List<ChainEvent> accepted = new ArrayList<>();
        for (ChainEvent event : all()) {
            if (!event.isBlockFinalized() && event.ordinal() == accepted.size() + 1) {
                accepted.add(event);
            }
        }
        return accepted;
    }

    /** The highest block said to be final. */
    long finalizedBlock() {
        return all().stream()
                .filter(ChainEvent::isBlockFinalized)
                .mapToLong(ChainEvent::blockNumber)
                .max()
                .orElse(-1);
    }

    @Override
    public SinkWriter<ChainEvent> createWriter(WriterInitContext context) {
        return new Writer(BY_TEST.getOrDefault(test, List.of()));
    }

    private record Writer(List<ChainEvent> events) implements SinkWriter<ChainEvent> {
        @Override
        public void write(ChainEvent event, Context context) {
            events.add(event);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
