package dev.tributary.settlement.ledger;

import java.sql.SQLException;

/**
 * The books in double entry (schema, `posting`). Each posting follows from what was sealed, accepted and claimed, and has
 * an id made of that: posting again does nothing.
 */
public final class Postings {
    private static final String COLUMNS = "id, chain_id, vault, epoch, reason, token, debit, credit, amount";
    private static final String POST_EPOCH = "insert into posting (" + COLUMNS + ") select " + COLUMNS
            + " from due_epoch_posting(?, ?, ?) on conflict (id) do nothing";
    private static final String POST_CLAIMS = "insert into posting (" + COLUMNS + ") select " + COLUMNS
            + " from due_claim_posting where chain_id = ? and vault = ? on conflict (id) do nothing";
    private static final String UNPOSTED_EPOCHS = """
            select epoch from batch b where chain_id = ? and vault = ? and (state = 'FINAL' or halted_from = 'FINAL')
              and not exists (select from posting p where p.chain_id = b.chain_id and p.vault = b.vault
                              and p.epoch = b.epoch and p.reason in ('PAYABLE', 'ROUNDING'))
            order by epoch
            """;
    private static final String UNPOSTED_CLAIMS = """
            select (select count(*) from claim where chain_id = ? and vault = ?)
                 - (select count(*) from posting where chain_id = ? and vault = ? and reason = 'CLAIM')
            """;

    private final VaultId vault;

    public Postings(VaultId vault) {
        this.vault = vault;
    }

    /** What the acceptance of an epoch moves, once it is final. */
    public void postEpoch(Session session, long epoch) throws SQLException {
        session.update(POST_EPOCH, vault.chainId(), vault.address(), epoch);
    }

    /** Claims that were read from the chain since, and final epochs that are not on the books yet. */
    public void catchUp(Session session) throws SQLException {
        for (long epoch : session.query(UNPOSTED_EPOCHS, row -> row.getLong(1), vault.chainId(), vault.address())) {
            postEpoch(session, epoch);
        }
        boolean claimed = session.query(
                                UNPOSTED_CLAIMS,
                                row -> row.getLong(1),
                                vault.chainId(),
                                vault.address(),
                                vault.chainId(),
                                vault.address())
                        .get(0)
                != 0;
        if (claimed) {
            session.update(POST_CLAIMS, vault.chainId(), vault.address());
        }
    }
}
