package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.List;

/** An epoch that waits for an operator, with the stable code and what was said. */
public record Halt(long epoch, String code, String message) {
    private static final String OPEN = """
            select epoch, halt_code, halt_message from epoch_status
            where chain_id = ? and vault = ? and state = 'HALTED' order by epoch limit ?
            """;

    /** Oldest first. */
    public static List<Halt> open(Session session, VaultId vault, int limit) throws SQLException {
        return session.query(
                OPEN,
                row -> new Halt(row.getLong("epoch"), row.getString("halt_code"), row.getString("halt_message")),
                vault.chainId(),
                vault.address(),
                limit);
    }
}
