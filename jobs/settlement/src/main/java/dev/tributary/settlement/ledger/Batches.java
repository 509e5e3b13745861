package dev.tributary.settlement.ledger;

import dev.tributary.settlement.rules.Batch;
import dev.tributary.settlement.rules.BatchState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states of all batches of a vault and the history of their changes. */
public final class Batches {
    private static final String IMPORT = """
            insert into batch (chain_id, vault, epoch, state)
            select chain_id, vault, epoch, 'SEALED' from sealed_period where chain_id = ? and vault = ?
            on conflict do nothing
            """;
    private static final String ALL = "select * from batch where chain_id = ? and vault = ? order by epoch";
    private static final String OPEN = """
            select * from batch b where chain_id = ? and vault = ?
              and (state <> 'FINAL' or epoch = (select max(epoch) from batch f where f.chain_id = b.chain_id
                                                and f.vault = b.vault and f.state = 'FINAL'))
            order by epoch
            """;
    private static final String MOVE = """
            update batch set state = ?, halt_code = ?, halt_message = ?, halted_from = ?, updated_at = now()
            where chain_id = ? and vault = ? and epoch = ? and state = ?
            """;
    private static final String REMEMBER = """
            insert into batch_history (chain_id, vault, epoch, revision, from_state, to_state, reason, fence)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String REVISE = """
            update batch set state = 'SEALED', revision = ?, previous_root = null, root = null, manifest = null,
                manifest_hash = null, leaf_count = null, halt_code = null, halt_message = null, halted_from = null,
                updated_at = now()
            where chain_id = ? and vault = ? and epoch = ? and state = ?
            """;

    private final VaultId vault;

    public Batches(VaultId vault) {
        this.vault = vault;
    }

    /** Takes note of the periods sealed since; the number of new ones. */
    public int importSealed(Session session) throws SQLException {
        return session.update(IMPORT, vault.chainId(), vault.address());
    }

    /** By epoch. */
    public List<Batch> all(Session session) throws SQLException {
        return session.query(ALL, Batches::batch, vault.chainId(), vault.address());
    }

    /** Those that can still change, and the newest final one; by epoch. */
    public List<Batch> open(Session session) throws SQLException {
        return session.query(OPEN, Batches::batch, vault.chainId(), vault.address());
    }

    /** Changes the state of a batch that is still as it was read, and remembers why. */
    public void move(Session session, Lease lease, Batch batch, BatchState next, String reason) throws SQLException {
        write(session, lease, batch, next, reason, null);
    }

    /** Has a batch of which nothing was sent proved from the beginning, as a revision that is loaded. */
    public void revise(Session session, Lease lease, Batch batch, int revision, String reason) throws SQLException {
        requireOneChanged(
                batch,
                session.update(REVISE, revision, vault.chainId(), vault.address(), batch.epoch(), batch.state()));
        remember(session, lease, batch, revision, BatchState.SEALED, reason);
    }

    /** Halts a batch; it keeps the state to go on from. */
    public void halt(Session session, Lease lease, Batch batch, String code, String message) throws SQLException {
        write(session, lease, batch, BatchState.HALTED, code + ": " + message, new Halt(code, message, batch.state()));
    }

    private void write(Session session, Lease lease, Batch batch, BatchState next, String reason, @Nullable Halt halt)
            throws SQLException {
        int changed = session.update(
                MOVE,
                next,
                halt == null ? null : halt.code(),
                halt == null ? null : halt.message(),
                halt == null ? null : halt.from(),
                vault.chainId(),
                vault.address(),
                batch.epoch(),
                batch.state());
        requireOneChanged(batch, changed);
        remember(session, lease, batch, batch.revision(), next, reason);
    }

    private static void requireOneChanged(Batch batch, int changed) throws SQLException {
        if (changed != 1) {
            throw new SQLException("epoch " + batch.epoch() + " is not " + batch.state() + " any more");
        }
    }

    private void remember(Session session, Lease lease, Batch batch, int revision, BatchState next, String reason)
            throws SQLException {
        session.update(
                REMEMBER,
                vault.chainId(),
                vault.address(),
                batch.epoch(),
                revision,
                batch.state(),
                next,
                reason,
                lease.fence());
    }

    private record Halt(String code, String message, BatchState from) {}

    private static Batch batch(ResultSet row) throws SQLException {
        String haltedFrom = row.getString("halted_from");
        return new Batch(
                row.getLong("epoch"),
                row.getInt("revision"),
                BatchState.valueOf(row.getString("state")),
                row.getString("previous_root"),
                row.getString("root"),
                row.getString("manifest_hash"),
                row.getLong("proved_at_block"),
                row.getString("halt_code"),
                row.getString("halt_message"),
                haltedFrom == null ? null : BatchState.valueOf(haltedFrom));
    }
}
