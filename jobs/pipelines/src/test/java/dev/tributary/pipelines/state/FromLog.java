package dev.tributary.pipelines.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** The records of a log that this process holds, by their place. */
record FromLog<T>(int log) implements GeneratorFunction<Long, T> {
    private static final Map<Integer, List<?>> LOGS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    static <T> FromLog<T> of(List<T> records) {
        FromLog<T> log = new FromLog<>(NEXT.incrementAndGet());
        LOGS.put(log.log, records);
        return log;
    }

    @Override
    @SuppressWarnings("unchecked") // put there by of
    public T map(Long place) {
        return (T) LOGS.getOrDefault(log, List.of()).get(Math.toIntExact(place));
    }
}
