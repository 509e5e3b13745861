package dev.tributary.settlement.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of what people see of an epoch.
 *
 * @param haltCode only while it is HALTED, for everyone
 * @param haltMessage the code and what was said, for operators alone
 */
public record EpochStatus(
        long epoch,
        int revision,
        String state,
        String periodStart,
        String periodEnd,
        long lineCount,
        @Nullable String root,
        @Nullable String manifestHash,
        @Nullable Long leafCount,
        @Nullable String haltCode,
        @Nullable String haltMessage) {
    private static final String NEWEST = """
            select * from epoch_status where chain_id = ? and vault = ? and epoch < ? order by epoch desc limit ?
            """;

    private static final String STATES =
            "select state, count(*) as epochs from epoch_status where chain_id = ? and vault = ? group by state";

    /** How many epochs are in each state, of all. */
    public static SortedMap<String, Long> countByState(Session session, VaultId vault) throws SQLException {
        SortedMap<String, Long> states = new TreeMap<>();
        session.query(
                STATES,
                row -> states.put(row.getString("state"), row.getLong("epochs")),
                vault.chainId(),
                vault.address());
        return states;
    }

    /** Newest first. */
    public static List<EpochStatus> newest(Session session, VaultId vault, int limit) throws SQLException {
        return before(session, vault, Long.MAX_VALUE, limit);
    }

    /** Those below an epoch, newest first. */
    public static List<EpochStatus> before(Session session, VaultId vault, long epoch, int limit) throws SQLException {
        return session.query(NEWEST, EpochStatus::of, vault.chainId(), vault.address(), epoch, limit);
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
                row.getString("manifest_hash"),
                row.getObject("leaf_count", Long.class),
                code,
                code == null ? null : code + ": " + row.getString("halt_message"));
    }
}
