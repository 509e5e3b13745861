package dev.tributary.settlement.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What a model's owner asks for.
 *
 * @param state IN_FORCE or COMING
 * @param token of all prices, which are in base units
 * @param callsPrice per million, as the other meters'
 * @param licencePrice zero where no licence is for sale
 * @param minimumScorePpm what a sale needs
 */
public record ModelTerms(
        String state,
        String token,
        BigInteger callsPrice,
        BigInteger inputTokensPrice,
        BigInteger outputTokensPrice,
        BigInteger computeMillisPrice,
        BigInteger licencePrice,
        BigInteger minimumScorePpm,
        boolean passRequired,
        BigInteger passLifetimeSeconds,
        Instant effectiveAt) {
    private static final String ANNOUNCED = """
            select * from announced_terms where chain_id = ? and vault = ? and model = ? and state <> 'SUPERSEDED'
            order by effective_at, ordinal
            """;

    /** Those in force and those to come, in the order in which they take force. */
    public static List<ModelTerms> announced(Session session, VaultId vault, String model) throws SQLException {
        return session.query(ANNOUNCED, ModelTerms::terms, vault.chainId(), vault.address(), model);
    }

    private static ModelTerms terms(ResultSet row) throws SQLException {
        return new ModelTerms(
                row.getString("state"),
                row.getString("token"),
                Session.integer(row, "calls_price"),
                Session.integer(row, "input_tokens_price"),
                Session.integer(row, "output_tokens_price"),
                Session.integer(row, "compute_millis_price"),
                Session.integer(row, "licence_price"),
                Session.integer(row, "minimum_score_ppm"),
                row.getBoolean("pass_required"),
                Session.integer(row, "pass_lifetime_seconds"),
                Session.instant(row, "effective_at"));
    }
}
