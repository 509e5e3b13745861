package dev.tributary.settlement.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model scores and what it was used for.
 *
 * @param state UNVERIFIED, VERIFIED or EXPIRED
 * @param scorePpm of its newest complete round; null while UNVERIFIED
 */
public record ModelStanding(
        String state,
        @Nullable BigInteger scorePpm,
        @Nullable BigInteger round) {
    private static final String SCORE =
            "select state, score_ppm, round from model_score where chain_id = ? and vault = ? and model = ?";
    private static final String USED = """
            select token, sum(lines) as lines, sum(calls) as calls, sum(input_tokens) as input_tokens,
                   sum(output_tokens) as output_tokens, sum(compute_millis) as compute_millis,
                   sum(revenue_micro) as revenue_micro
            from usage_by_minute where chain_id = ? and vault = ? and model = ? group by token order by token
            """;

    /** All usage that was ever counted, in one token; {@code revenueMicro} in 10^-6 base units. */
    public record Usage(
            String token,
            BigInteger lines,
            BigInteger calls,
            BigInteger inputTokens,
            BigInteger outputTokens,
            BigInteger computeMillis,
            BigInteger revenueMicro) {}

    public static Optional<ModelStanding> of(Session session, VaultId vault, String model) throws SQLException {
        return session.first(
                SCORE,
                row -> new ModelStanding(
                        row.getString("state"),
                        Session.integerOrNull(row, "score_ppm"),
                        Session.integerOrNull(row, "round")),
                vault.chainId(),
                vault.address(),
                model);
    }

    public static List<Usage> usage(Session session, VaultId vault, String model) throws SQLException {
        return session.query(USED, ModelStanding::usage, vault.chainId(), vault.address(), model);
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                row.getString("token"),
                Session.integer(row, "lines"),
                Session.integer(row, "calls"),
                Session.integer(row, "input_tokens"),
                Session.integer(row, "output_tokens"),
                Session.integer(row, "compute_millis"),
                Session.integer(row, "revenue_micro"));
    }
}
