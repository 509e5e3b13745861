package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.SettlementHalted;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Collects rows and writes them in one transaction at each checkpoint, earlier when there are many. */
final class UpsertWriter<T> implements SinkWriter<T> {
    /** Raised by the tables' own guards against a change of what is sealed. */
    private static final String SEALED = "TR001";

    private final PatientDatabase database;
    private final RowsStatement<T> statement;
    private final int bufferedRows;
    private final List<T> rows = new ArrayList<>();

    UpsertWriter(PatientDatabase database, RowsStatement<T> statement, int bufferedRows) {
        this.database = database;
        this.statement = statement;
        this.bufferedRows = bufferedRows;
    }

    @Override
    public void write(T row, Context context) throws IOException, InterruptedException {
        rows.add(row);
        if (rows.size() >= bufferedRows) {
            flush(false);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        if (rows.isEmpty()) {
            return;
        }
        database.transact(this::writeRows);
        rows.clear();
    }

    private void writeRows(Connection connection) throws SQLException {
        try {
            statement.write(connection, rows);
        } catch (SQLException e) {
            if (SEALED.equals(e.getSQLState())) {
                throw SettlementHalted.because("SEALED_LINE_CHANGED", String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
