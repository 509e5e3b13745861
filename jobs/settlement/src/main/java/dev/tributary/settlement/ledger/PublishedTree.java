package dev.tributary.settlement.ledger;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The tree of an epoch as it is published: format {@code standard-v1}, gzip. */
public final class PublishedTree {
    private static final String OF_EPOCH = """
            select b.root, d.dump, b.state = 'FINAL' as lasting
            from tree_dump d join batch b using (chain_id, vault, epoch)
            where d.chain_id = ? and d.vault = ? and d.epoch = ? and b.root is not null
            """;

    private final String root;
    private final byte[] dump;
    private final boolean lasting;

    private PublishedTree(String root, byte[] dump, boolean lasting) {
        this.root = root;
        this.dump = dump;
        this.lasting = lasting;
    }

    public static Optional<PublishedTree> of(Session session, VaultId vault, long epoch) throws SQLException {
        return session.first(OF_EPOCH, PublishedTree::of, vault.chainId(), vault.address(), epoch);
    }

    public String root() {
        return root;
    }

    /** The packed bytes. */
    public InputStream dump() {
        return new ByteArrayInputStream(dump);
    }

    /** Whether it can never be replaced: the epoch is final. */
    public boolean isLasting() {
        return lasting;
    }

    private static PublishedTree of(ResultSet row) throws SQLException {
        return new PublishedTree(row.getString("root"), row.getBytes("dump"), row.getBoolean("lasting"));
    }
}
