package dev.tributary.settlement.ledger;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model as its registry has it.
 *
 * @param format as the registry names it; null where the number was unknown
 * @param codec of the content id
 * @param policy LAP or LRP
 * @param share over 10^8
 */
public record RegisteredModel(
        String model,
        String owner,
        @Nullable String format,
        @Nullable String codec,
        List<String> parents,
        String policy,
        long share,
        Instant registeredAt) {
    private static final String BY_ID = "select * from registered_model where chain_id = ? and vault = ? and model = ?";
    private static final String ORIGINS = """
            with recursive ancestor as (
                select model, parents from registered_model where chain_id = ? and vault = ? and model = ?
                union
                select m.model, m.parents from ancestor a
                    join registered_model m on m.chain_id = ? and m.vault = ? and m.model = any (a.parents))
            select model from ancestor where cardinality(parents) = 0 order by model
            """;

    public static Optional<RegisteredModel> of(Session session, VaultId vault, String model) throws SQLException {
        return session.first(BY_ID, RegisteredModel::of, vault.chainId(), vault.address(), model);
    }

    /** The models without parents that this one descends from: the families that it belongs to. Its own if it has none. */
    public List<String> families(Session session, VaultId vault) throws SQLException {
        return session.query(
                ORIGINS,
                row -> row.getString("model"),
                vault.chainId(),
                vault.address(),
                model,
                vault.chainId(),
                vault.address());
    }

    private static RegisteredModel of(ResultSet row) throws SQLException {
        Array parents = row.getArray("parents");
        return new RegisteredModel(
                row.getString("model"),
                row.getString("owner"),
                row.getString("format"),
                row.getString("codec"),
                Arrays.asList((String[]) parents.getArray()),
                row.getString("policy"),
                row.getLong("share"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant());
    }
}
