package dev.tributary.local;

import dev.tributary.settlement.ledger.Ledger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** The product's tables, as one of the roles sees them. */
public final class Tables {
    private static final String SCHEMA = "tributary";

    private Tables() {}

    public static Ledger ledger(DatabaseLogin login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(login.url());
        source.setUser(login.user());
        source.setPassword(login.password());
        source.setCurrentSchema(SCHEMA);
        return new Ledger(source);
    }

    public static void execute(DatabaseLogin login, String sql) throws SQLException {
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement()) {
            connection.setSchema(SCHEMA);
            statement.execute(sql);
        }
    }
}
