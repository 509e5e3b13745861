package dev.tributary.settlement.ledger;

import dev.tributary.domain.settlement.AccountLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Sealed periods and their lines: what the jobs wrote, or a later revision of it. Only read here. */
public final class SealedPeriods {
    private static final String PERIOD = "select * from settled_period where chain_id = ? and vault = ? and epoch = ?";
    private static final String LINES = """
            select token, account, numerator from settled_line where chain_id = ? and vault = ? and epoch = ?
            order by token, account
            """;
    private static final String EARLIER_UNSEALED = """
            select min(l.period_start) from staged_line l
            where l.chain_id = ? and l.vault = ? and l.period_start < ?
              and not exists (select from sealed_period s where s.chain_id = l.chain_id and s.vault = l.vault
                              and s.period_start = l.period_start)
            """;
    private static final String NEWEST =
            "select coalesce(max(epoch), 0) from sealed_period where chain_id = ? and vault = ?";

    private final VaultId vault;

    public SealedPeriods(VaultId vault) {
        this.vault = vault;
    }

    public Optional<SealedPeriod> period(Session session, long epoch) throws SQLException {
        return session.first(PERIOD, SealedPeriods::period, vault.chainId(), vault.address(), epoch);
    }

    /** By token and account. */
    public List<AccountLine> lines(Session session, SealedPeriod period) throws SQLException {
        long index = period.index();
        return session.query(
                LINES,
                row -> new AccountLine(
                        index, row.getString("token"), row.getString("account"), Session.integer(row, "numerator")),
                vault.chainId(),
                vault.address(),
                period.epoch());
    }

    /** The start of an earlier period that has lines and no seal. */
    public Optional<Instant> earlierUnsealed(Session session, SealedPeriod period) throws SQLException {
        return session.query(
                        EARLIER_UNSEALED,
                        row -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)),
                        vault.chainId(),
                        vault.address(),
                        period.start())
                .get(0)
                .map(OffsetDateTime::toInstant);
    }

    /** 0 without any. */
    public long newestEpoch(Session session) throws SQLException {
        return session.query(NEWEST, row -> row.getLong(1), vault.chainId(), vault.address())
                .get(0);
    }

    private static SealedPeriod period(ResultSet row) throws SQLException {
        return new SealedPeriod(
                row.getLong("epoch"),
                row.getObject("period_start", OffsetDateTime.class).toInstant(),
                row.getObject("period_end", OffsetDateTime.class).toInstant(),
                row.getLong("line_count"),
                row.getString("lines_hash"),
                row.getString("header"));
    }
}
