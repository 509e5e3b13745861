package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The manifest of an epoch as it is published.
 *
 * @param text canonical JSON, of which the manifest hash on chain is
 * @param isLasting whether it can never be replaced: the epoch is final, no block with its acceptance can be reorganised away
 */
public record PublishedManifest(String text, boolean isLasting) {
    private static final String OF_EPOCH = """
            select manifest, state = 'FINAL' as lasting
            from batch where chain_id = ? and vault = ? and epoch = ? and manifest is not null
            """;

    public static Optional<PublishedManifest> of(Session session, VaultId vault, long epoch) throws SQLException {
        return session.first(
                OF_EPOCH,
                row -> new PublishedManifest(row.getString("manifest"), row.getBoolean("lasting")),
                vault.chainId(),
                vault.address(),
                epoch);
    }
}
