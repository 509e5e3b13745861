package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.List;

/** An epoch that waits for an operator, with the stable code. What was said is for operators alone. */
public record Halt(long epoch, String code) {
    private static final String OPEN = """
            select epoch, halt_code from epoch_status
            where chain_id = ? and vault = ? and state = 'HALTED' order by epoch limit ?
            """;

    /** Oldest first. */
    public static List<Halt> open(Session session, VaultId vault, int limit) throws SQLException {
        return session.query(
                OPEN,
                row -> new Halt(row.getLong("epoch"), row.getString("halt_code")),
                vault.chainId(),
                vault.address(),
                limit);
    }
}
