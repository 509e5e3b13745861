package dev.tributary.pipelines.connectors;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes rows with a statement that may run twice with the same effect. Everything written before a checkpoint is in the
 * database when the checkpoint is complete.
 *
 * <p>Flink's JDBC connector is not used: its options carry the password inside the job graph, and it gives up after a
 * fixed number of attempts instead of waiting out an outage of minutes.
 */
public final class UpsertSink<T> implements Sink<T> {
    private static final long serialVersionUID = 1L;
    private static final int BUFFERED_ROWS = 5_000;

    private final DatabaseAccess access;
    private final RowsStatement<T> statement;

    UpsertSink(DatabaseAccess access, RowsStatement<T> statement) {
        this.access = access;
        this.statement = statement;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return writer();
    }

    SinkWriter<T> writer() {
        return new UpsertWriter<>(new PatientDatabase(access), statement, BUFFERED_ROWS);
    }
}
