package dev.tributary.settlement.database;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema to this version. The very first migration makes the roles, so it needs a login that may
 * ({@code CREATEROLE}); the others run as the role that owns the schema, whoever logged in.
 */
public final class Migrator {
    public static final String SCHEMA = "tributary";
    /** The role that owns everything in the schema. */
    public static final String OWNER = "tributary_migrator";

    private static final String FIRST_SCRIPT = "/db/migration/V000__roles.sql";
    private static final MigrationVersion ROLES = MigrationVersion.fromVersion("000");

    private Migrator() {}

    /** @return the migrations that were applied, in order; empty when all were there */
    public static List<String> migrate(DatabaseLogin login) {
        try {
            MigrateResult roles = flyway(login).target(ROLES).load().migrate();
            if (roles.migrationsExecuted > 0) {
                handOver(login);
            }
            MigrateResult rest =
                    flyway(login).initSql("set role " + OWNER).load().migrate();
            return Stream.of(roles, rest)
                    .flatMap(result -> result.migrations.stream())
                    .map(Migrator::name)
                    .toList();
        } catch (FlywayException | SQLException e) {
            throw new SettlementException(
                    Problem.MIGRATION_FAILED,
                    "The migrations stopped: " + e.getMessage()
                            + ". Check `database.url` and `migrator.user`; the first run needs a login with CREATEROLE and"
                            + " CREATE on the database.",
                    e);
        }
    }

    /** @return the migrations that are missing; empty when the schema is of this version */
    public static List<String> pending(DatabaseLogin login) {
        return Arrays.stream(flyway(login).load().info().pending())
                .map(migration -> "V" + migration.getVersion() + " " + migration.getDescription())
                .toList();
    }

    /** In what the schema is not of this version, each with what mends it; empty when it is. */
    public static List<String> differences(DatabaseLogin login) {
        try {
            return Arrays.stream(flyway(login).load().info().all())
                    .map(Migrator::difference)
                    .filter(difference -> !difference.isEmpty())
                    .toList();
        } catch (FlywayException e) {
            throw new SettlementException(
                    Problem.DATABASE_UNAVAILABLE,
                    "The schema's history cannot be read as " + login + ": " + e.getMessage()
                            + ". Run `tributary migrate`; check that the login is tributary_read or the owner.",
                    e);
        }
    }

    private static String difference(MigrationInfo migration) {
        String name = "V" + migration.getVersion() + " " + migration.getDescription();
        if (!migration.isApplied()) {
            return name + " is missing: run `tributary migrate`.";
        }
        if (migration.getState().isFailed()) {
            return name + " failed: mend what it stopped at, then run `tributary migrate`.";
        }
        if (!migration.getState().isResolved()) {
            return name + " is of a newer version: run programs of that version.";
        }
        return migration.isChecksumMatching()
                ? ""
                : name + " was applied with another text: run programs of the version that did.";
    }

    /** The text of every migration, in order. */
    public static List<String> scripts() {
        try {
            URI first = Objects.requireNonNull(Migrator.class.getResource(FIRST_SCRIPT), FIRST_SCRIPT)
                    .toURI();
            if (!first.getScheme().equals("jar")) {
                return readBeside(Path.of(first));
            }
            try (FileSystem jar = FileSystems.newFileSystem(first, Map.of())) {
                return readBeside(jar.getPath(FIRST_SCRIPT));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the built-in migrations are unreadable", e);
        }
    }

    private static List<String> readBeside(Path script) throws IOException {
        try (Stream<Path> files = Files.list(script.resolveSibling(""))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    private static FluentConfiguration flyway(DatabaseLogin login) {
        return Flyway.configure()
                .dataSource(login.url(), login.user(), login.password())
                .locations("classpath:db/migration")
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .validateMigrationNaming(true);
    }

    private static void handOver(DatabaseLogin login) throws SQLException {
        try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter schema " + SCHEMA + " owner to " + OWNER);
            statement.execute("alter table " + SCHEMA + ".flyway_schema_history owner to " + OWNER);
        }
    }

    private static String name(MigrateOutput migration) {
        return "V" + migration.version + " " + migration.description;
    }
}
