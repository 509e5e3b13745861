package dev.tributary.pipelines.connectors;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * How the jobs reach PostgreSQL. The password stays in its file, which every TaskManager has: it is in no job graph.
 *
 * @param url JDBC address without user and password
 * @param patienceMillis how long an outage is waited out before the job fails and its restart strategy takes over
 */
public record DatabaseAccess(String url, String user, String passwordFile, long patienceMillis)
        implements Serializable {

    public DatabaseAccess {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("a PostgreSQL address starts with jdbc:postgresql:, got " + url);
        }
        if (patienceMillis <= 0) {
            throw new IllegalArgumentException("patience must be positive, is " + patienceMillis + " ms");
        }
    }

    Duration patience() {
        return Duration.ofMillis(patienceMillis);
    }

    /** A connection without auto-commit. The file is read each time, so a password may be rotated under a running job. */
    Connection connect() throws SQLException, IOException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty(
                "password", Files.readString(Path.of(passwordFile)).strip());
        properties.setProperty("ApplicationName", "tributary-jobs");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "120");
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(url, properties);
        connection.setAutoCommit(false);
        return connection;
    }
}
