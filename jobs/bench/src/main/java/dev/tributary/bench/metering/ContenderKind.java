package dev.tributary.bench.metering;

/** Who runs, in the order of the table. */
enum ContenderKind {
    JOB_FROM_MEMORY("RoyaltyJob, reports in memory"),
    JOB_FROM_KAFKA("RoyaltyJob, reports in Kafka"),
    LOOP("(a) KafkaConsumer + Jackson + HashMap, sums only"),
    SQL("(b) Flink SQL tumbling window, sums only");

    private final String title;

    ContenderKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether it is what is measured, not a peer. */
    boolean isJob() {
        return this == JOB_FROM_MEMORY || this == JOB_FROM_KAFKA;
    }
}
