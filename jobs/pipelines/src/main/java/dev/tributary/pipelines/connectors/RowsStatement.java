package dev.tributary.pipelines.connectors;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes rows inside a transaction; the same rows again change nothing. */
@FunctionalInterface
interface RowsStatement<T> extends Serializable {
    void write(Connection connection, List<T> rows) throws SQLException;

    /** One statement per row, sent together. */
    static <T> RowsStatement<T> batched(String statement, RowBinder<T> binder) {
        return (connection, rows) -> {
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                for (T row : rows) {
                    binder.bind(prepared, row);
                    prepared.addBatch();
                }
                prepared.executeBatch();
            }
        };
    }
}
