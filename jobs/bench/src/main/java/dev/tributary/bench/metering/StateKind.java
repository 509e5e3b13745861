package dev.tributary.bench.metering;

import java.util.Locale;

/** Where a Flink job keeps its state. */
enum StateKind {
    HASHMAP("on the heap"),
    ROCKSDB("in RocksDB");

    private final String place;

    StateKind(String place) {
        this.place = place;
    }

    String place() {
        return place;
    }

    /** As Flink's option names it. */
    String flinkName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
