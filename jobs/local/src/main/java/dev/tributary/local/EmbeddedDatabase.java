package dev.tributary.local;

import dev.tributary.settlement.database.Migrator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A real PostgreSQL server on a free port, with the project's schema migrated and a login for each role. Its files are
 * its own and deleted by {@link #close()}. {@link #stop()} and {@link #restart()} make an outage.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "tributary";
    private static final String FILES = "data";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private final Map<DatabaseRole, DatabaseLogin> logins = new EnumMap<>(DatabaseRole.class);
    private EmbeddedPostgres server;

    private EmbeddedDatabase(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.server = startServer();
    }

    /** Starts the server, migrates, and lets every role sign in. */
    public static EmbeddedDatabase start() {
        if (isRoot() && !LinuxUtils.isUnshareAvailable()) {
            throw new StackException(
                    "UNSHARE_FORBIDDEN",
                    "PostgreSQL cannot start here.",
                    "It refuses to run as root, and `unshare -U`, which would give it another user id, is forbidden.",
                    "Run the command as an ordinary user, or allow user namespaces"
                            + " (sysctl -w kernel.unprivileged_userns_clone=1; for a container:"
                            + " --security-opt seccomp=unconfined).",
                    null);
        }
        int port = FreePorts.take(1).get(0);
        Path directory = RunDirectory.create("postgres");
        try {
            EmbeddedDatabase database = new EmbeddedDatabase(directory, port);
            database.prepare();
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            PostgresProcess.end(directory.resolve(FILES));
            RunDirectory.delete(directory);
            throw new StackException(
                    "POSTGRES_NOT_STARTED",
                    "The embedded PostgreSQL server did not start.",
                    String.valueOf(e.getMessage()),
                    "Look whether " + directory.getParent() + " has space and this program may listen on 127.0.0.1.",
                    e);
        }
    }

    /** JDBC address of the project's database, without user and password. */
    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + NAME;
    }

    public DatabaseLogin login(DatabaseRole role) {
        DatabaseLogin login = logins.get(role);
        if (login == null) {
            throw new IllegalStateException("No login for " + role);
        }
        return login;
    }

    /** Takes the server down; {@link #restart()} brings it up with the same rows on the same port. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
    }

    public void restart() {
        try {
            server = startServer();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start again", e);
        }
    }

    @Override
    public void close() {
        stop();
        RunDirectory.delete(directory);
    }

    private EmbeddedPostgres startServer() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve(FILES))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("max_connections", "100")
                .setLocaleConfig("locale", "C")
                .start();
    }

    private void prepare() throws IOException, SQLException {
        for (DatabaseRole role : DatabaseRole.values()) {
            logins.put(role, newLogin(role));
        }
        DatabaseLogin migrator = login(DatabaseRole.MIGRATOR);
        asAdministrator("CREATE ROLE " + migrator.user() + " LOGIN CREATEROLE PASSWORD '" + migrator.password() + "'");
        create();
        for (DatabaseLogin login : logins.values()) {
            asAdministrator(letSignIn(login));
        }
    }

    /** Throws the whole database away and installs an empty one in its place; logins stay. */
    public void recreate() {
        try {
            asAdministrator("DROP DATABASE " + NAME + " WITH (FORCE)");
            create();
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL did not drop the database and create it again", e);
        }
    }

    private void create() throws SQLException {
        DatabaseLogin migrator = login(DatabaseRole.MIGRATOR);
        asAdministrator("CREATE DATABASE " + NAME + " OWNER " + migrator.user());
        Migrator.migrate(new dev.tributary.settlement.database.DatabaseLogin(
                migrator.url(), migrator.user(), migrator.password()));
    }

    private void asAdministrator(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The migrations make the roles without a login, which is for whoever runs the server to give. */
    private static String letSignIn(DatabaseLogin login) {
        return "ALTER ROLE " + login.user() + " LOGIN PASSWORD '" + login.password() + "'";
    }

    private DatabaseLogin newLogin(DatabaseRole role) throws IOException {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        Path file = directory.resolve(role.user() + ".password");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password);
        return new DatabaseLogin(url(), role.user(), password, file);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
