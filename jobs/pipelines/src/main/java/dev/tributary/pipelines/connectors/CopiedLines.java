package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.usage.BookingRule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Stages lines by COPY, the fastest way in. COPY itself knows no conflict, so it fills a table of the session's own, from
 * which one statement takes the lines over: those that a restored job writes again meet themselves.
 */
record CopiedLines(long chainId, String vault, BookingRule booking) implements RowsStatement<AccountLine> {
    private static final String CREATE = """
            create temporary table if not exists copied_line
                (period_start timestamptz, token text, account text, numerator numeric) on commit delete rows
            """;
    private static final String COPY = "copy pg_temp.copied_line (period_start, token, account, numerator) from stdin";
    private static final String TAKE_OVER = """
            insert into tributary.staged_line (chain_id, vault, period_start, token, account, numerator)
            select ?, ?, period_start, token, account, numerator from pg_temp.copied_line
            on conflict (chain_id, vault, period_start, token, account) do update set numerator = excluded.numerator
            """;

    @Override
    public void write(Connection connection, List<AccountLine> lines) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
        byte[] rows = rows(lines);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        copy.writeToCopy(rows, 0, rows.length);
        copy.endCopy();
        try (PreparedStatement statement = connection.prepareStatement(TAKE_OVER)) {
            statement.setLong(1, chainId);
            statement.setString(2, vault);
            statement.executeUpdate();
        }
    }

    /** In COPY's text form; nothing in a line needs escaping. */
    private byte[] rows(List<AccountLine> lines) {
        StringBuilder rows = new StringBuilder();
        for (AccountLine line : lines) {
            rows.append(RoyaltyTables.instant(booking.periodStart(line.period())))
                    .append('\t')
                    .append(line.token())
                    .append('\t')
                    .append(line.account())
                    .append('\t')
                    .append(line.numerator())
                    .append('\n');
        }
        return rows.toString().getBytes(UTF_8);
    }
}
