package dev.tributary.pipelines.replay;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the operators of a job in this process share with whoever started it. An operator is copied when the job starts,
 * so it carries a number and finds the thing itself here.
 */
final class InProcess<T> implements AutoCloseable {
    private static final Map<Long, Object> SHARED = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private final long id = NEXT.incrementAndGet();

    InProcess(T shared) {
        SHARED.put(id, Objects.requireNonNull(shared));
    }

    long id() {
        return id;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // whoever has the number knows what it stands for
    static <T> T of(long id) {
        return (T) Objects.requireNonNull(SHARED.get(id), "the replay is over");
    }

    @Override
    public void close() {
        SHARED.remove(id);
    }
}
