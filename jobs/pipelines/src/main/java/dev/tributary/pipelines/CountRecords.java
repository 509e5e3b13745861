package dev.tributary.pipelines;

import org.apache.flink.api.common.functions.MapFunction;

/** Tells people that a log of unknown length is being read: a line on the error output every so many records. */
final class CountRecords<T> implements MapFunction<T, T> {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 100_000;

    private final String log;
    private long records;

    CountRecords(String log) {
        this.log = log;
    }

    @Override
    @SuppressWarnings("SystemOut") // people watch it; results go elsewhere
    public T map(T record) {
        records++;
        if (records % STEP == 0) {
            System.err.printf("%s: %d records of the topic read%n", log, records);
        }
        return record;
    }
}
