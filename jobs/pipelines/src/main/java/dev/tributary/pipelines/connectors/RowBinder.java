package dev.tributary.pipelines.connectors;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Puts a record into the parameters of its statement. */
@FunctionalInterface
interface RowBinder<T> extends Serializable {
    void bind(PreparedStatement statement, T row) throws SQLException;
}
