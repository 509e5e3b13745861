package dev.tributary.settlement.ledger;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database on which everything can be done and nothing stays: all transactions are parts of one, which is rolled back at
 * the end.
 */
public final class RehearsalSource implements DataSource, AutoCloseable {
    private final Connection connection;

    public RehearsalSource(DataSource source) {
        try {
            connection = source.getConnection();
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw Ledger.unavailable(e);
        }
    }

    /** One transaction of the rehearsal: its commit keeps it for the next ones, its rollback undoes it alone. */
    @Override
    public Connection getConnection() throws SQLException {
        Savepoint[] begin = {connection.setSavepoint()};
        return (Connection) Proxy.newProxyInstance(
                RehearsalSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setAutoCommit", "setReadOnly", "setTransactionIsolation", "close" -> {
                            return null;
                        }
                        case "commit" -> {
                            begin[0] = connection.setSavepoint();
                            return null;
                        }
                        case "rollback" -> {
                            connection.rollback(begin[0]);
                            return null;
                        }
                        default -> {
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the login is that of the settlement run");
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw Ledger.unavailable(e);
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper of " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
