package dev.tributary.pipelines.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/**
 * The records of a log that this process holds, by their place.
 *
 * @param readers of the log, each of as many records
 */
record FromLog<T>(int log, int readers) implements GeneratorFunction<Long, T> {
    private static final Map<Integer, Log> LOGS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private record Log(List<?> records, List<CountDownLatch> begun) {}

    static <T> FromLog<T> of(List<T> records, int readers) {
        FromLog<T> log = new FromLog<>(NEXT.incrementAndGet(), readers);
        List<CountDownLatch> begun = IntStream.range(0, readers)
                .mapToObj(reader -> new CountDownLatch(1))
                .toList();
        LOGS.put(log.log, new Log(records, begun));
        return log;
    }

    @Override
    @SuppressWarnings("unchecked") // put there by of
    public T map(Long place) throws InterruptedException {
        Log known = LOGS.get(log);
        if (known == null) {
            throw new IllegalStateException("log " + log + " is not of this process");
        }
        int each = known.records.size() / readers;
        known.begun.get(Math.toIntExact(place / each)).countDown();
        if ((place + 1) % each == 0) {
            awaitOthers(known);
        }
        return (T) known.records.get(Math.toIntExact(place));
    }

    /**
     * A reader that came to the end of its part before another had begun would be given the other's part, too, behind the
     * watermark of its own. A partition of a broker has a reader, and a watermark, from the beginning.
     */
    private static void awaitOthers(Log log) throws InterruptedException {
        for (CountDownLatch begun : log.begun) {
            if (!begun.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a reader of the log has not begun");
            }
        }
    }
}
