package dev.tributary.pipelines.ingest;

import dev.tributary.pipelines.IngestMetric;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What an operator watches of the ingestion; written by the fetching thread alone. */
final class IngestMetrics {
    private final Counter failedReads;
    private final Counter rpcDisagreements;
    private volatile long headBlock;
    private volatile long finalizedHeadBlock;
    private volatile long lastReadBlock;
    private volatile long lastReadSeconds;
    private volatile long lastOrdinal;

    private IngestMetrics(Counter failedReads, Counter rpcDisagreements) {
        this.failedReads = failedReads;
        this.rpcDisagreements = rpcDisagreements;
    }

    static IngestMetrics register(MetricGroup group) {
        MetricGroup ingest = group.addGroup(IngestMetric.groupName());
        IngestMetrics metrics = new IngestMetrics(
                ingest.counter(IngestMetric.FAILED_READS.flinkName()),
                ingest.counter(IngestMetric.RPC_DISAGREEMENTS.flinkName()));
        gauge(ingest, IngestMetric.HEAD, () -> metrics.headBlock);
        gauge(ingest, IngestMetric.FINALIZED_HEAD, () -> metrics.finalizedHeadBlock);
        gauge(ingest, IngestMetric.LAST_READ, () -> metrics.lastReadBlock);
        gauge(ingest, IngestMetric.LAG, () -> Math.max(0, metrics.finalizedHeadBlock - metrics.lastReadBlock));
        gauge(ingest, IngestMetric.LAST_READ_TIME, () -> metrics.lastReadSeconds);
        gauge(ingest, IngestMetric.LAST_ORDINAL, () -> metrics.lastOrdinal);
        return metrics;
    }

    private static void gauge(MetricGroup group, IngestMetric metric, LongSupplier value) {
        group.gauge(metric.flinkName(), (Gauge<Long>) value::getAsLong);
    }

    void finalizedHead(long block) {
        finalizedHeadBlock = block;
    }

    void head(long block) {
        headBlock = block;
    }

    /** @param seconds time of the last block that was read */
    void read(EvmLogSplit after, long seconds) {
        lastReadBlock = after.nextBlock() - 1;
        lastReadSeconds = seconds;
        lastOrdinal = after.lastOrdinal();
    }

    void failed() {
        failedReads.inc();
    }

    void disagreed() {
        rpcDisagreements.inc();
    }
}
