package dev.tributary.settlement.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.pipelines.config.Settings;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;

/**
 * How a program signs in to PostgreSQL.
 *
 * @param url JDBC address without user and password
 */
public record DatabaseLogin(String url, String user, String password) {
    private static final int CONNECTIONS = 3;
    private static final int CONNECT_MILLIS = 10_000;

    /** The settlement run's own login. */
    public static DatabaseLogin settlement(Settings settings) {
        return new DatabaseLogin(
                settings.text("database.url"),
                settings.text("database.user", "tributary_settlement"),
                settings.secret("database.password-file"));
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
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setSchema(Migrator.SCHEMA);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setPoolName("settlement");
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new SettlementException(
                    Problem.DATABASE_UNAVAILABLE,
                    "No connection as " + user + " to " + url + ": " + e.getMessage()
                            + ". Check `database.url`, `database.user` and `database.password-file`, and that the server"
                            + " runs.",
                    e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
