package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.BatchHeader;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Makes periods visible: a header enters {@code sealed_period} only after the checkpoint that contains it, and every line
 * it stands for, is complete. Runs at parallelism 1 and with aligned checkpoints.
 */
public final class SealedPeriodSink implements Sink<BatchHeader>, SupportsCommitter<BatchHeader> {
    private static final long serialVersionUID = 1L;

    private final DatabaseAccess access;

    public SealedPeriodSink(DatabaseAccess access) {
        this.access = access;
    }

    @Override
    public CommittingSinkWriter<BatchHeader, BatchHeader> createWriter(WriterInitContext context) {
        return new SealedPeriodWriter();
    }

    @Override
    public Committer<BatchHeader> createCommitter(CommitterInitContext context) {
        return new SealedPeriodCommitter(new PatientDatabase(access));
    }

    @Override
    public SimpleVersionedSerializer<BatchHeader> getCommittableSerializer() {
        return new BatchHeaderSerializer();
    }
}
