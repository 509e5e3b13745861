package dev.tributary.pipelines.connectors;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions, again and again with growing pauses while the database is away, since everything written here may be
 * written twice. An error that waiting does not mend, or an outage longer than the patience, is thrown.
 */
final class PatientDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientDatabase.class);

    /** Connection lost; resources, disk; operator intervention, starting up; serialisation failure, deadlock. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58", "40");

    private final DatabaseAccess access;
    private final RetryPolicy<Object> patience;
    private @Nullable Connection connection;

    PatientDatabase(DatabaseAccess access) {
        this.access = access;
        this.patience = RetryPolicy.builder()
                .handleIf(PatientDatabase::isPassing)
                .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
                .withJitter(0.1)
                .withMaxRetries(-1)
                .withMaxDuration(access.patience())
                .onRetry(attempt -> LOG.warn(
                        "DATABASE_AWAY: attempt {} after {} s: {}",
                        attempt.getAttemptCount() + 1,
                        attempt.getElapsedTime().toSeconds(),
                        String.valueOf(attempt.getLastException())))
                .build();
    }

    interface Transaction {
        void run(Connection connection) throws SQLException, IOException;
    }

    /**
     * Runs and commits; rolls back on any error.
     *
     * @throws IOException when the database refuses the work, or is away longer than the patience
     */
    void transact(Transaction work) throws IOException, InterruptedException {
        try {
            Failsafe.with(patience).run(() -> attempt(work));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IOException("DATABASE_FAILED: " + access.url() + ": " + e.getCause(), e.getCause());
        }
    }

    private void attempt(Transaction work) throws SQLException, IOException {
        boolean done = false;
        try {
            Connection open = open();
            work.run(open);
            open.commit();
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private Connection open() throws SQLException, IOException {
        Connection known = connection;
        if (known != null && !known.isClosed()) {
            return known;
        }
        Connection fresh = access.connect();
        connection = fresh;
        return fresh;
    }

    /** Closing an open transaction rolls it back. */
    @Override
    public void close() {
        Connection known = connection;
        connection = null;
        if (known == null) {
            return;
        }
        try {
            known.close();
        } catch (SQLException e) {
            LOG.debug("the connection was gone already", e);
        }
    }

    private static boolean isPassing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return PASSING_CLASSES.contains(sql.getSQLState().substring(0, 2));
            }
        }
        return false;
    }
}
