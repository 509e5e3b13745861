package dev.tributary.pipelines.ingest;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What an operator watches of the ingestion; written by the fetching thread alone. */
final class IngestMetrics {
    private final Counter failedReads;
    private volatile long finalizedHeadBlock;
    private volatile long lastReadBlock;
    private volatile long lastOrdinal;

    private IngestMetrics(Counter failedReads) {
        this.failedReads = failedReads;
    }

    static IngestMetrics register(MetricGroup group) {
        MetricGroup ingest = group.addGroup("ingest");
        IngestMetrics metrics = new IngestMetrics(ingest.counter("failedReads"));
        ingest.gauge("finalizedHeadBlock", (Gauge<Long>) () -> metrics.finalizedHeadBlock);
        ingest.gauge("lastReadBlock", (Gauge<Long>) () -> metrics.lastReadBlock);
        ingest.gauge("lastOrdinal", (Gauge<Long>) () -> metrics.lastOrdinal);
        return metrics;
    }

    void read(long headBlock, EvmLogSplit after) {
        finalizedHeadBlock = headBlock;
        lastReadBlock = after.nextBlock() - 1;
        lastOrdinal = after.lastOrdinal();
    }

    void failed() {
        failedReads.inc();
    }
}
