package dev.tributary.local.faults;

import dev.tributary.local.DatabaseLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The accounting equation in the tables, and whether it was ever behind the seals. */
final class LineAccounting {
    private static final String WATCH = """
            create table tributary.sealed_too_early (period_start timestamptz not null);
            create function tributary.note_sealed_too_early() returns trigger
                language plpgsql security definer set search_path = tributary as
            $$
            begin
                insert into sealed_too_early
                select new.period_start
                where not exists (select from line_period l
                                  where l.chain_id = new.chain_id and l.vault = new.vault
                                    and l.period_start = new.period_start and l.closed);
                return new;
            end
            $$;
            create trigger lines_are_accounted_first before insert on tributary.sealed_period
                for each row execute function tributary.note_sealed_too_early();
            """;

    /** Of sealed periods, and of the minutes up to the newest of them: the job may be stopped anywhere after it. */
    private static final String ROWS = """
            select concat_ws(' ', 'period', p.period_start, p.closed, p.admitted, p.counted, p.rejected_by_reason)
            from tributary.line_period p join tributary.sealed_period s using (chain_id, vault, period_start)
            union all
            select concat_ws(' ', 'minute', m.minute_start, m.name, m.lines)
            from tributary.line_minute m
            where m.minute_start < (select max(period_end) from tributary.sealed_period)
            order by 1
            """;

    private LineAccounting() {}

    /** From now on every seal is noted whose period had no row, or one that was open. */
    static void watch(DatabaseLogin migrator) throws SQLException {
        try (Connection connection = migrator.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(WATCH);
        }
    }

    static List<String> sealedBeforeTheirLines(DatabaseLogin migrator) throws SQLException {
        return texts(migrator, "select period_start::text from tributary.sealed_too_early");
    }

    static List<String> read(DatabaseLogin login) throws SQLException {
        return texts(login, ROWS);
    }

    private static List<String> texts(DatabaseLogin login, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = login.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
