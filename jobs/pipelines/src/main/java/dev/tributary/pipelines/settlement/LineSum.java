package dev.tributary.pipelines.settlement;

import dev.tributary.pipelines.RoyaltyMetric;

/**
 * The sums of the accounting equation {@code reported = counted + duplicate + rejected + pending}. Dashboards and alerts
 * know them by these names, so none ever changes.
 */
enum LineSum {
    REPORTED("reported", RoyaltyMetric.REPORTED_LINES),
    COUNTED("counted", RoyaltyMetric.COUNTED_LINES),
    DUPLICATE("duplicate", RoyaltyMetric.DUPLICATE_LINES),
    /** By reason. */
    REJECTED("rejected", RoyaltyMetric.REJECTED_LINES),
    /** Booked in periods that have not closed. */
    PENDING("pending", RoyaltyMetric.PENDING_LINES);

    private final String key;
    private final RoyaltyMetric metric;

    LineSum(String key, RoyaltyMetric metric) {
        this.key = key;
        this.metric = metric;
    }

    /** As the tables name it; {@code rejected} is followed by a dot and the reason. */
    String key() {
        return key;
    }

    static String rejected(String reason) {
        return REJECTED.key + "." + reason;
    }

    RoyaltyMetric metric() {
        return metric;
    }
}
