package dev.tributary.settlement.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.time.Duration;

/**
 * How a program signs in to PostgreSQL.
 *
 * @param url JDBC address without user and password
 */
public record DatabaseLogin(String url, String user, String password) {
    private static final int CONNECTIONS = 3;
    private static final int CONNECT_MILLIS = 10_000;
    /** Somebody waits for the answer. */
    private static final int READ_CONNECT_MILLIS = 2_000;

    /** The settlement run's own login. */
    public static DatabaseLogin settlement(Settings settings) {
        return new DatabaseLogin(
                settings.text("database.url"),
                settings.text("database.user", "tributary_settlement"),
                settings.secret("database.password-file"));
    }

    /** The login of what only reads; it may see nothing but what is published. */
    public static DatabaseLogin reader(Settings settings) {
        return new DatabaseLogin(
                settings.text("database.url"),
                settings.text("reader.user", "tributary_read"),
                settings.secret("reader.password-file"));
    }

    /** The login that owns the schema. */
    public static DatabaseLogin migrator(Settings settings) {
        return new DatabaseLogin(
                settings.text("database.url"),
                settings.text("migrator.user", "tributary_migrator"),
                settings.secret("migrator.password-file"));
    }

    /** A small pool whose connections look into the project's schema. */
    public HikariDataSource open() {
        return open(new HikariConfig(), CONNECT_MILLIS);
    }

    /** A pool that changes nothing and gives no statement more time than that. */
    public HikariDataSource openReadOnly(int connections, Duration longestStatement) {
        HikariConfig config = new HikariConfig();
        config.setReadOnly(true);
        config.setMaximumPoolSize(connections);
        config.setConnectionInitSql("set statement_timeout = " + longestStatement.toMillis());
        return open(config, READ_CONNECT_MILLIS);
    }

    private HikariDataSource open(HikariConfig config, long connectMillis) {
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setSchema(Migrator.SCHEMA);
        if (config.getMaximumPoolSize() <= 0) {
            config.setMaximumPoolSize(CONNECTIONS);
        }
        config.setConnectionTimeout(connectMillis);
        config.setPoolName("settlement");
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new SettlementException(
                    Problem.DATABASE_UNAVAILABLE,
                    "No connection as " + user + " to " + url + ": " + e.getMessage()
                            + ". Check `database.url`, the user and the password file of that login, and that the"
                            + " server runs.",
                    e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
