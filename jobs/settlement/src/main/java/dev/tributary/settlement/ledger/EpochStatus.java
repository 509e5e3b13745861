package dev.tributary.settlement.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of what people see of an epoch. */
public record EpochStatus(
        long epoch,
        int revision,
        String state,
        String periodStart,
        String periodEnd,
        long lineCount,
        @Nullable String root,
        @Nullable String haltMessage) {
    private static final String NEWEST = """
            select * from epoch_status where chain_id = ? and vault = ? order by epoch desc limit ?
            """;

    /** Newest first. */
    public static List<EpochStatus> newest(Session session, VaultId vault, int limit) throws SQLException {
        return session.query(NEWEST, EpochStatus::of, vault.chainId(), vault.address(), limit);
    }

    private static EpochStatus of(ResultSet row) throws SQLException {
        String code = row.getString("halt_code");
        return new EpochStatus(
                row.getLong("epoch"),
                row.getInt("revision"),
                row.getString("state"),
                row.getTimestamp("period_start").toInstant().toString(),
                row.getTimestamp("period_end").toInstant().toString(),
                row.getLong("line_count"),
                row.getString("root"),
                code == null ? null : code + ": " + row.getString("halt_message"));
    }
}
