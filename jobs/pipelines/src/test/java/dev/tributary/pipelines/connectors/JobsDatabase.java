package dev.tributary.pipelines.connectors;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real PostgreSQL server with the jobs' tables, reached with the rights that the jobs have and no more. */
final class JobsDatabase implements AutoCloseable {
    private static final Path MIGRATIONS = Path.of("..", "..", "schemas", "postgres");

    private final Path directory;
    private final Path passwordFile;
    private final int port;
    private EmbeddedPostgres server;

    JobsDatabase(Path directory) throws IOException, SQLException {
        this.directory = directory;
        this.passwordFile = Files.writeString(directory.resolve("password"), "jobs\n");
        this.server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
        this.port = server.getPort();
        for (String migration : List.of(
                "V000__roles.sql",
                "V001__jobs.sql",
                "V003__funding.sql",
                "V004__market.sql",
                "V005__statements.sql",
                "V006__accounting.sql",
                "V015__payer_limits.sql")) {
            execute(Files.readString(MIGRATIONS.resolve(migration)));
        }
        execute("alter role tributary_jobs login password 'jobs'");
    }

    DatabaseAccess access(long patienceMillis) {
        return new DatabaseAccess(
                "jdbc:postgresql://localhost:" + port + "/postgres",
                "tributary_jobs",
                passwordFile.toString(),
                patienceMillis);
    }

    /** As the superuser. */
    void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows as texts, their columns separated by a bar. */
    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }

    void stop() throws IOException {
        server.close();
    }

    void restart() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
