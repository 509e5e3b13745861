package dev.tributary.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EmbeddedDatabaseIT {
    @ParameterizedTest
    @EnumSource(DatabaseRole.class)
    void everyRoleSignsInUnderItsName(DatabaseRole role) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            DatabaseLogin login = database.login(role);
            assertThat(text(login, "SELECT current_user")).isEqualTo(role.user());
            assertThat(Files.readString(login.passwordFile())).isEqualTo(login.password());
        }
    }

    @Test
    void rowsOutliveAnOutage() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            DatabaseLogin login = database.login(DatabaseRole.MIGRATOR);
            try (Connection connection = login.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 'row' AS word");
            }
            database.stop();
            database.restart();
            assertThat(text(login, "SELECT word FROM kept")).isEqualTo("row");
        }
    }

    private static String text(DatabaseLogin login, String query) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
