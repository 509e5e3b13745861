package dev.tributary.local.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tributary.local.DatabaseRole;
import dev.tributary.local.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a row takes with its part of the indices, in the tables that grow, filled as the programs fill them. */
final class RowSizesIT {
    private static final int ROWS = 20_000;
    /** Twenty models, fifty payers or accounts and eight gateways per minute or period, in the order of time. */
    private static final Map<String, String> FILLED = new LinkedHashMap<>(Map.of(
            "charge_position", """
                    select 1, a.vault, p.period, p.period, a.token, m.payer, m.model, p.period + i / 1000 * interval '1 minute',
                           1234567890, 0, 0, 0, 1234567890, 20, 20, 24680, 8642, 154321
                    from a, p, m
                    """,
            "usage_minute", """
                    select 1, a.vault, '2026-01-01'::timestamptz + i / 20 * interval '1 minute', m.model, a.token, 700, 700, 864200,
                           302400, 5401235, 43209876543, 40, 700, 5, 812, 2345, 4567
                    from a, p, m
                    """,
            "usage_rejected", """
                    select 1, a.vault, 'PASS_INVALID', '', 3, 'usage.reported.v1', i % 8, i, -1, i, null, null,
                           p.period + i / 1000 * interval '1 minute', m.gateway, m.model, m.payer, '', 3, 4567, 2345, 34567
                    from a, p, m
                    """,
            "staged_line", """
                    select 1, a.vault, p.period, a.token, '0x' || lpad(to_hex(i % 2000), 40, '0'), 123456789012345678901234567890 + i
                    from a, p, m
                    """,
            "account_total", """
                    select 1, a.vault, a.token, '0x' || lpad(to_hex(i % 2000), 40, '0'), i / 2000,
                           123456789012345678901234567890123 + i
                    from a, p, m
                    """,
            "proof", """
                    select 1, a.vault, 1 + i / 10000, '0x' || lpad(to_hex(i % 10000), 40, '0'), a.token, 1234567890 + i,
                           decode(repeat(md5(i::text) || md5(i::text || 'x'), 14), 'hex')
                    from a, p, m
                    """));

    @Test
    void aRowTakesWhatThePageSays() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start();
                Connection owner = database.login(DatabaseRole.MIGRATOR).connect();
                Statement statement = owner.createStatement()) {
            owner.setSchema("tributary");
            for (Map.Entry<String, String> table : FILLED.entrySet()) {
                String columns = table.getKey().equals("usage_rejected")
                        ? "(chain_id, vault, reason, detail, lines, topic, partition, \"offset\", index, sequence, id, period_start,"
                                + " minute_start, gateway, model, payer, pass, calls, input_tokens, output_tokens, compute_millis)"
                        : "";
                statement.execute("insert into " + table.getKey() + " " + columns
                        + " with a as (select '0x' || repeat('ab', 20) as vault, '0x' || repeat('ef', 20) as token), n as ("
                        + "select generate_series(0, " + (ROWS - 1)
                        + ") as i), p as (select i, '2026-01-01'::timestamptz"
                        + " + i / 2000 * interval '1 hour' as period from n), m as (select i, '0x' || lpad(to_hex(i % 20), 64, '0')"
                        + " as model, '0x' || lpad(to_hex(i / 20 % 50), 40, '0') as payer, '0x' || lpad(to_hex(i % 8), 40, '0')"
                        + " as gateway from n) "
                        + table.getValue().replace("from a, p, m", "from a, p join m using (i)"));
                try (ResultSet size = statement.executeQuery(
                        "select pg_total_relation_size('" + table.getKey() + "'), count(*) from " + table.getKey())) {
                    size.next();
                    assertThat(size.getLong(2)).isEqualTo(ROWS);
                    long bytes = size.getLong(1) / ROWS;
                    System.out.println(table.getKey() + ": " + bytes + " bytes a row");
                    assertThat(bytes)
                            .as(table.getKey())
                            .isCloseTo(CapacityPageTest.onThePage("row_bytes_" + table.getKey()), withinPercentage(20));
                }
            }
        }
    }
}
