package dev.tributary.local.faults;

import dev.tributary.local.DatabaseLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The batches as they can be seen: the headers' own bytes, and every line of them. */
record SealedBatches(List<String> headers, List<String> lines) {

    static SealedBatches read(DatabaseLogin login) throws SQLException {
        return new SealedBatches(
                query(login, "select header from tributary.sealed_period order by epoch"),
                query(
                        login,
                        "select concat_ws(' ', epoch, token, account, numerator) from tributary.batch_line"
                                + " order by epoch, token, account"));
    }

    static long number(DatabaseLogin login, String sql) throws SQLException {
        return Long.parseLong(query(login, sql).get(0));
    }

    private static List<String> query(DatabaseLogin login, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
