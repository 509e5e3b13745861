package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The accounting equation in lines of one vault's usage: {@code reported = counted + duplicate + rejected + pending}.
 * RoyaltyJob writes it before a period's header can be seen.
 */
public final class LineAccounts {
    private static final String PERIODS = """
            select period_start, closed, admitted, counted, rejected from line_period
            where chain_id = ? and vault = ?
              and (period_start = ? or period_start < ? and (not closed or admitted <> counted + rejected))
            order by period_start
            """;
    private static final String UNBALANCED_MINUTE = """
            select minute_start from line_minute
            where chain_id = ? and vault = ? and minute_start >= ? and minute_start < ?
            group by minute_start
            having sum(case name when 'reported' then lines else -lines end) <> 0
            order by minute_start limit 1
            """;
    private static final String TOTALS = "select name, lines from line_accounts where chain_id = ? and vault = ?";

    private final VaultId vault;

    public LineAccounts(VaultId vault) {
        this.vault = vault;
    }

    /** The period's own lines, and those of earlier periods that are not accounted for; oldest first. */
    public List<PeriodLines> upTo(Session session, SealedPeriod period) throws SQLException {
        return session.query(
                PERIODS,
                row -> new PeriodLines(
                        row.getObject("period_start", OffsetDateTime.class).toInstant(),
                        row.getBoolean("closed"),
                        row.getLong("admitted"),
                        row.getLong("counted"),
                        row.getLong("rejected")),
                vault.chainId(),
                vault.address(),
                period.start(),
                period.start());
    }

    /** The first minute of the period at whose end the equation did not hold. */
    public Optional<Instant> unbalancedMinute(Session session, SealedPeriod period) throws SQLException {
        return session.first(
                UNBALANCED_MINUTE,
                row -> row.getObject(1, OffsetDateTime.class).toInstant(),
                vault.chainId(),
                vault.address(),
                period.start(),
                period.end());
    }

    /** Sums since the log began. */
    public LineTotals totals(Session session) throws SQLException {
        return LineTotals.of(session.query(
                TOTALS,
                row -> Map.entry(row.getString("name"), row.getLong("lines")),
                vault.chainId(),
                vault.address()));
    }
}
