package dev.tributary.pipelines.settlement;

/**
 * The sums of the accounting equation {@code reported = counted + duplicate + rejected + pending}. Dashboards and alerts
 * know them by these names, so none ever changes.
 */
enum LineSum {
    REPORTED("reported"),
    COUNTED("counted"),
    DUPLICATE("duplicate"),
    /** By reason. */
    REJECTED("rejected"),
    /** Booked in periods that have not closed. */
    PENDING("pending");

    private final String key;

    LineSum(String key) {
        this.key = key;
    }

    /** As the tables name it; {@code rejected} is followed by a dot and the reason. */
    String key() {
        return key;
    }

    static String rejected(String reason) {
        return REJECTED.key + "." + reason;
    }

    /** As Flink's metrics name it, with its unit. */
    String metric() {
        return key + "Lines";
    }
}
