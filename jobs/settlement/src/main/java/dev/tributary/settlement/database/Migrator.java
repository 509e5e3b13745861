package dev.tributary.settlement.database;

import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
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
    private static final String OWNER = "tributary_migrator";
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
            return java.util.stream.Stream.of(roles, rest)
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
        return java.util.Arrays.stream(flyway(login).load().info().pending())
                .map(migration -> "V" + migration.getVersion() + " " + migration.getDescription())
                .toList();
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
