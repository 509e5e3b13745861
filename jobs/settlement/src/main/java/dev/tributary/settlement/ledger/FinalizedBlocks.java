package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.Optional;

/** The newest finalized block that a run relied on. */
public final class FinalizedBlocks {
    private static final String NEWEST =
            "select block_number, block_hash from finalized_block where chain_id = ? and vault = ?";
    private static final String REMEMBER = """
            insert into finalized_block (chain_id, vault, block_number, block_hash) values (?, ?, ?, ?)
            on conflict (chain_id, vault) do update
                set block_number = excluded.block_number, block_hash = excluded.block_hash
            """;

    private final VaultId vault;

    public FinalizedBlocks(VaultId vault) {
        this.vault = vault;
    }

    /** A block by number and hash. */
    public record Block(long number, String hash) {}

    public Optional<Block> newest(Session session) throws SQLException {
        return session.first(
                NEWEST, row -> new Block(row.getLong(1), row.getString(2)), vault.chainId(), vault.address());
    }

    public void remember(Session session, Block block) throws SQLException {
        session.update(REMEMBER, vault.chainId(), vault.address(), block.number(), block.hash());
    }
}
