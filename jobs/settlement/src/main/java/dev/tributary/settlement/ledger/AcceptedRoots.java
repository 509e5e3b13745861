package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.Optional;

/** Roots that the vault accepted, as the chain's log in the tables tells; it trails the chain by a moment. */
public final class AcceptedRoots {
    private static final String ACCEPTED = """
            select args ->> 'root' as root from accepted_chain_event
            where chain_id = ? and vault = ? and contract = 'RoyaltyVault' and event = 'RootAccepted'
            """;

    private final VaultId vault;

    public AcceptedRoots(VaultId vault) {
        this.vault = vault;
    }

    /** The root accepted for an epoch; empty when the log does not tell of it, or not yet. */
    public Optional<String> of(Session session, long epoch) throws SQLException {
        return newest(session, ACCEPTED + " and (args ->> 'epoch')::numeric = ? order by ordinal desc limit 1", epoch);
    }

    /** The last root that was accepted for an epoch before this one; empty when none was. */
    public Optional<String> before(Session session, long epoch) throws SQLException {
        return newest(session, ACCEPTED + " and (args ->> 'epoch')::numeric < ? order by ordinal desc limit 1", epoch);
    }

    private Optional<String> newest(Session session, String sql, long epoch) throws SQLException {
        return session.query(sql, row -> row.getString("root"), vault.chainId(), vault.address(), epoch).stream()
                .findFirst();
    }
}
