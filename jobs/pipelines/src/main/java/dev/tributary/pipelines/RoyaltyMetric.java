package dev.tributary.pipelines;

/**
 * Everything that RoyaltyJob measures beside what Flink measures of every job. The names are an interface: dashboards and
 * alerts are written with them. Nothing of it is counted per line.
 */
public enum RoyaltyMetric implements JobMetric {
    REPORTED_LINES(Type.GAUGE, "reportedLines", "", "lines", "Lines that came in since the log began."),
    COUNTED_LINES(Type.GAUGE, "countedLines", "", "lines", "Of them those that were counted at the close of a period."),
    DUPLICATE_LINES(
            Type.GAUGE, "duplicateLines", "", "lines", "Of them those of reports that had been accepted before."),
    REJECTED_LINES(Type.GAUGE, "rejectedLines", "reason", "lines", "Of them those that were refused, by reason."),
    PENDING_LINES(Type.GAUGE, "pendingLines", "", "lines", "Of them those booked in periods that have not closed."),
    UNACCOUNTED_LINES(
            Type.GAUGE,
            "unaccountedLines",
            "",
            "lines",
            "Reported less counted, duplicate, rejected and pending; anything but 0 is an alarm."),
    OPEN_PERIODS(Type.GAUGE, "openPeriods", "", "periods", "Periods with lines that have not closed."),
    OLDEST_OPEN_PERIOD_END(
            Type.GAUGE,
            "oldestOpenPeriodEndTimestampSeconds",
            "",
            "Unix time in seconds",
            "End of the oldest period with lines that has not closed; 0 without."),
    METERED_REPORTS(Type.COUNTER, "meteredReports", "", "reports", "Reports that were authentic and could be read."),
    REFUSED_REPORTS(
            Type.COUNTER,
            "refusedReports",
            "",
            "reports",
            "Reports that were refused whole before their lines were read."),
    USAGE_TIME(
            Type.GAUGE,
            "usageTimestampSeconds",
            "partition",
            "Unix time in seconds",
            "How far the time of a usage partition has come; the watermark is the grace behind the lowest."),
    HEARTBEAT_TIME(
            Type.GAUGE,
            "lastHeartbeatTimestampSeconds",
            "partition",
            "Unix time in seconds",
            "When the broker appended the last heartbeat of a usage partition; 0 before the first."),
    CHAIN_TIME(
            Type.GAUGE,
            "chainTimestampSeconds",
            "",
            "Unix time in seconds",
            "Time of the newest finalized block that was accepted, which is the watermark of the chain; 0 before the first."),
    CHAIN_AHEAD_RECORDS(
            Type.COUNTER,
            "chainAheadRecords",
            "",
            "records",
            "Records of the chain's log that were ignored because one before them is missing.");

    private final Type type;
    private final String flinkName;
    private final String label;
    private final String unit;
    private final String meaning;

    RoyaltyMetric(Type type, String flinkName, String label, String unit, String meaning) {
        this.type = type;
        this.flinkName = flinkName;
        this.label = label;
        this.unit = unit;
        this.meaning = meaning;
    }

    @Override
    public Type type() {
        return type;
    }

    @Override
    public String flinkName() {
        return flinkName;
    }

    /** A label is a group of its own, whose name stays in the exposed one. */
    @Override
    public String group() {
        return label.isEmpty() ? "" : label + "_";
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
