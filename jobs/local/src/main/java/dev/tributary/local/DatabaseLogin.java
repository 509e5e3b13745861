package dev.tributary.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How one program signs in to the database. Programs take the password from the file; it is here for tests.
 *
 * @param url JDBC address without user and password
 */
public record DatabaseLogin(String url, String user, String password, Path passwordFile) {
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return user + " at " + url;
    }
}
