package dev.tributary.pipelines;

/**
 * Everything that ChainIngestJob measures beside what Flink measures of every job. The names are an interface: dashboards
 * and alerts are written with them.
 */
public enum IngestMetric implements JobMetric {
    HEAD(
            Type.GAUGE,
            "headBlock",
            "block number",
            "The newest block, when the end of the finalized ones was reached last."),
    FINALIZED_HEAD(Type.GAUGE, "finalizedHeadBlock", "block number", "The newest finalized block at the last look."),
    LAST_READ(Type.GAUGE, "lastReadBlock", "block number", "Up to this block everything is written."),
    LAG(Type.GAUGE, "lagBlocks", "blocks", "Finalized blocks that are not written yet."),
    LAST_READ_TIME(
            Type.GAUGE,
            "lastReadTimestampSeconds",
            "Unix time in seconds",
            "Time of the last block that was read; it stops when the node, the chain's finality or the job does."),
    LAST_ORDINAL(Type.GAUGE, "lastOrdinal", "events", "Events written since the deployment of the contracts."),
    FAILED_READS(Type.COUNTER, "failedReads", "reads", "Reads without a usable answer, each of which is tried again."),
    RPC_DISAGREEMENTS(
            Type.COUNTER,
            "rpcDisagreements",
            "reads",
            "Of them those in which two nodes disagreed about a finalized block, or a node's logs about its own headers.");

    private static final String GROUP = "ingest";

    private final Type type;
    private final String flinkName;
    private final String unit;
    private final String meaning;

    IngestMetric(Type type, String flinkName, String unit, String meaning) {
        this.type = type;
        this.flinkName = flinkName;
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

    @Override
    public String group() {
        return GROUP + "_";
    }

    @Override
    public String label() {
        return "";
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    /** The group that the operator registers them under. */
    public static String groupName() {
        return GROUP;
    }
}
