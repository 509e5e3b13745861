package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The proofs that the vault takes now: those of the last accepted epoch. An epoch that was halted after its acceptance is
 * still the accepted one, and the proofs of those before it may be gone.
 */
public final class AcceptedProofs {
    private static final String ACCEPTED = """
            select max(epoch) as epoch from batch where chain_id = ? and vault = ?
              and (state in ('ACCEPTED', 'FINAL') or halted_from in ('ACCEPTED', 'FINAL'))
            """;

    private final VaultId vault;
    private final Proofs proofs;

    public AcceptedProofs(VaultId vault) {
        this.vault = vault;
        this.proofs = new Proofs(vault);
    }

    /** Empty while nothing was accepted. */
    public OptionalLong epoch(Session session) throws SQLException {
        long epoch = session.query(ACCEPTED, row -> row.getLong("epoch"), vault.chainId(), vault.address())
                .get(0);
        return epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    /** By token; empty while nothing was accepted or the account has earned nothing. */
    public List<StoredProof> of(Session session, String account) throws SQLException {
        OptionalLong epoch = epoch(session);
        return epoch.isEmpty() ? List.of() : proofs.ofAccount(session, epoch.getAsLong(), account);
    }
}
