package dev.tributary.local.dashboards;

import dev.tributary.local.DatabaseLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Grafana's PostgreSQL data source: signed in as who may only read, one statement at a time. */
record PostgresSource(Connection connection) implements AutoCloseable {
    private static final int SECONDS_PER_QUERY = 20;
    private static final Set<Integer> NUMBERS =
            Set.of(Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.NUMERIC, Types.DOUBLE, Types.BIT);

    static PostgresSource signIn(DatabaseLogin reader) throws SQLException {
        Connection connection = reader.connect();
        connection.setReadOnly(true);
        return new PostgresSource(connection);
    }

    /** The choices of a variable: {@code __text} and {@code __value}, or the only column. */
    List<Interpolation.Choice> choices(String query) throws SQLException {
        List<Interpolation.Choice> choices = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows(query, false)) {
            Object value = row.getOrDefault("__value", row.values().iterator().next());
            Object text = row.getOrDefault("__text", value);
            choices.add(Interpolation.Choice.of(String.valueOf(text), String.valueOf(value)));
        }
        return choices;
    }

    /** How many rows show something. A time series wants its time first, in order, and numbers beside it. */
    int shown(String query, boolean isTimeSeries) throws SQLException {
        int shown = 0;
        for (Map<String, @Nullable Object> row : rows(query, isTimeSeries)) {
            Map<String, @Nullable Object> values = new HashMap<>(row);
            if (isTimeSeries) {
                values.remove("time");
                values.remove("metric");
            }
            shown += values.values().stream().anyMatch(value -> value != null) ? 1 : 0;
        }
        return shown;
    }

    private List<Map<String, @Nullable Object>> rows(String query, boolean isTimeSeries) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS_PER_QUERY);
            try (ResultSet result = statement.executeQuery(query)) {
                ResultSetMetaData columns = result.getMetaData();
                if (isTimeSeries) {
                    requireTimeSeries(columns);
                }
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    Map<String, @Nullable Object> row = new java.util.LinkedHashMap<>();
                    for (int column = 1; column <= columns.getColumnCount(); column++) {
                        row.put(columns.getColumnLabel(column), result.getObject(column));
                    }
                    if (row.size() != columns.getColumnCount()) {
                        throw new AssertionError("two columns have one name: " + query);
                    }
                    rows.add(row);
                }
                if (isTimeSeries) {
                    requireOrder(rows);
                }
                return rows;
            }
        }
    }

    private static void requireTimeSeries(ResultSetMetaData columns) throws SQLException {
        if (!columns.getColumnLabel(1).equals("time")) {
            throw new AssertionError("a time series begins with the column time");
        }
        for (int column = 2; column <= columns.getColumnCount(); column++) {
            boolean isName = column == 2 && columns.getColumnLabel(column).equals("metric");
            if (!isName && !NUMBERS.contains(columns.getColumnType(column))) {
                throw new AssertionError("column " + columns.getColumnLabel(column) + " of a time series is no number");
            }
        }
    }

    private static void requireOrder(List<Map<String, @Nullable Object>> rows) {
        Comparable<Object> before = null;
        for (Map<String, @Nullable Object> row : rows) {
            @SuppressWarnings("unchecked") // numbers, and timestamps of the driver, are
            Comparable<Object> time = (Comparable<Object>) row.get("time");
            if (time == null || (before != null && before.compareTo(time) > 0)) {
                throw new AssertionError("the rows of a time series are not in the order of their time");
            }
            before = time;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
