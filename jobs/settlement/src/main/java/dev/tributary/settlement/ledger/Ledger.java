package dev.tributary.settlement.ledger;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** PostgreSQL as the settlement run uses it: whole transactions, and writes only under a lease. */
public final class Ledger {
    private final DataSource source;

    public Ledger(DataSource source) {
        this.source = source;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** What is changed in one transaction. */
    @FunctionalInterface
    public interface Change {
        void run(Session session) throws SQLException;
    }

    /** A transaction that sees one snapshot and changes nothing. */
    public <T> T read(Work<T> work) {
        return transaction(true, work);
    }

    /** A transaction that first makes sure that no other runner took over, and keeps others out until it ends. */
    public void write(Lease lease, Change change) {
        transaction(false, session -> {
            lease.renew(session);
            change.run(session);
            return true;
        });
    }

    <T> T transaction(boolean readOnly, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(readOnly);
            connection.setTransactionIsolation(
                    readOnly ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
            try {
                T result = work.run(new Session(connection));
                connection.commit();
                return result;
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    static SettlementException unavailable(SQLException e) {
        return new SettlementException(
                Problem.DATABASE_UNAVAILABLE,
                "PostgreSQL did not do what was asked: " + e.getMessage()
                        + ". Check that it runs, that `tributary migrate` was run, and the rights of the login.",
                e);
    }
}
