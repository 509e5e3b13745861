package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Leaves of the accepted root that promise more than was paid, as far as the chain was read: some of them, for a trial. */
public final class OpenClaims {
    /** Looked through in all, so that a vault with everything claimed costs no more than another. */
    private static final int LEAVES = 200;

    private static final String FROM = """
            select p.*, b.root
            from (select * from proof where chain_id = ? and vault = ? and epoch = ? and account >= ? and account < ?
                  order by account, token limit ?) p
                join batch b using (chain_id, vault, epoch)
            where p.cumulative > coalesce((select sum(c.amount) from claim c where c.chain_id = p.chain_id
                and c.vault = p.vault and c.account = p.account and c.token = p.token), 0)
            order by p.account, p.token limit ?
            """;
    private static final String LOWEST = "0x";
    /** Above every hex digit. */
    private static final String ABOVE_ALL = "0xg";

    private final VaultId vault;

    public OpenClaims(VaultId vault) {
        this.vault = vault;
    }

    /**
     * In the order of accounts from one on, and from the first again where they end.
     *
     * @param account 0x and any number of hex digits
     */
    public List<StoredProof> from(Session session, String account, int limit) throws SQLException {
        var accepted = new AcceptedProofs(vault).epoch(session);
        if (accepted.isEmpty()) {
            return List.of();
        }
        List<StoredProof> found = new ArrayList<>(between(session, accepted.getAsLong(), account, ABOVE_ALL, limit));
        if (found.size() < limit) {
            found.addAll(between(session, accepted.getAsLong(), LOWEST, account, limit - found.size()));
        }
        return found;
    }

    private List<StoredProof> between(Session session, long epoch, String first, String end, int limit)
            throws SQLException {
        return session.query(
                FROM, Proofs::storedProof, vault.chainId(), vault.address(), epoch, first, end, LEAVES, limit);
    }
}
