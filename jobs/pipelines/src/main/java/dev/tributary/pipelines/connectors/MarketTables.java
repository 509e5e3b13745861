package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.market.AccessPass;
import dev.tributary.pipelines.market.BenchmarkReport;
import dev.tributary.pipelines.market.ModelTerms;
import dev.tributary.pipelines.market.ModelVerification;
import dev.tributary.pipelines.market.Purchase;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the marketplace (schemas/postgres/V004__market.sql). What happened once is written once; a row with states
 * only moves forward in the chain's log, whatever a restored job writes again.
 */
public final class MarketTables implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The end of the year 9999. Chain time goes further than PostgreSQL's, which calls what is later infinity. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final DeploymentRows rows;

    public MarketTables(DeploymentRows rows) {
        this.rows = rows;
    }

    public UpsertSink<ModelTerms> modelTerms() {
        return rows.upsert(
                "insert into tributary.model_terms (chain_id, vault, model, ordinal, token, calls_price,"
                        + " input_tokens_price, output_tokens_price, compute_millis_price, licence_price,"
                        + " minimum_score_ppm, pass_required, pass_lifetime_seconds, effective_at, announced_at,"
                        + " transaction) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, model, ordinal) do nothing",
                (statement, terms) -> {
                    statement.setString(3, terms.model());
                    statement.setLong(4, terms.ordinal());
                    statement.setString(5, terms.token());
                    for (int meter = 0; meter < terms.pricesPerMillion().size(); meter++) {
                        bind(statement, 6 + meter, terms.pricesPerMillion().get(meter));
                    }
                    bind(statement, 10, terms.licencePrice());
                    bind(statement, 11, terms.minimumScorePpm());
                    statement.setBoolean(12, terms.passRequired());
                    bind(statement, 13, terms.passLifetimeSeconds());
                    statement.setObject(14, instant(terms.effectiveAtMillis()));
                    statement.setObject(15, instant(terms.announcedAtMillis()));
                    statement.setString(16, terms.transaction());
                });
    }

    public UpsertSink<BenchmarkReport> benchmarkReports() {
        return rows.upsert(
                "insert into tributary.benchmark_report (chain_id, vault, model, round, reporter, accuracy_ppm,"
                        + " diversity_ppm, absence_ppm, cost_ppm, evidence, block_number, reported_at, transaction)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, model, round, reporter) do nothing",
                (statement, report) -> {
                    statement.setString(3, report.model());
                    bind(statement, 4, report.round());
                    statement.setString(5, report.reporter());
                    statement.setLong(6, report.accuracyPpm());
                    statement.setLong(7, report.diversityPpm());
                    statement.setLong(8, report.absencePpm());
                    bind(statement, 9, report.costPpm());
                    statement.setString(10, report.evidence());
                    statement.setLong(11, report.blockNumber());
                    statement.setObject(12, instant(report.timeMillis()));
                    statement.setString(13, report.transaction());
                });
    }

    public UpsertSink<ModelVerification> modelVerifications() {
        return rows.upsert(
                "insert into tributary.model_verification (chain_id, vault, model, round, score_ppm, verified_at,"
                        + " expires_at, block_number, transaction) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, model, round) do nothing",
                (statement, verification) -> {
                    statement.setString(3, verification.model());
                    bind(statement, 4, verification.round());
                    bind(statement, 5, verification.scorePpm());
                    statement.setObject(6, instant(verification.verifiedAtMillis()));
                    statement.setObject(7, instant(verification.expiresAtMillis()));
                    statement.setLong(8, verification.blockNumber());
                    statement.setString(9, verification.transaction());
                });
    }

    public UpsertSink<Purchase> purchases() {
        return rows.upsert(
                "insert into tributary.purchase as known (chain_id, vault, purchase, model, buyer, token, price,"
                        + " minimum_score_ppm, deadline, purchased_at, purchase_transaction, state, ended_at,"
                        + " end_transaction, pass, fee, net, net_to_vault, ordinal)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, purchase) do update set state = excluded.state,"
                        + " ended_at = excluded.ended_at, end_transaction = excluded.end_transaction,"
                        + " pass = excluded.pass, fee = excluded.fee, net = excluded.net,"
                        + " net_to_vault = excluded.net_to_vault, ordinal = excluded.ordinal"
                        + " where excluded.ordinal > known.ordinal",
                (statement, purchase) -> {
                    bind(statement, 3, purchase.purchase());
                    statement.setString(4, purchase.model());
                    statement.setString(5, purchase.buyer());
                    statement.setString(6, purchase.token());
                    bind(statement, 7, purchase.price());
                    bind(statement, 8, purchase.minimumScorePpm());
                    statement.setObject(9, instant(purchase.deadlineMillis()));
                    statement.setObject(10, instant(purchase.purchasedAtMillis()));
                    statement.setString(11, purchase.purchaseTransaction());
                    statement.setString(12, purchase.state().name());
                    statement.setObject(13, instant(purchase.endedAtMillis()));
                    statement.setString(14, purchase.endTransaction());
                    bind(statement, 15, purchase.pass());
                    bind(statement, 16, purchase.fee());
                    bind(statement, 17, purchase.net());
                    statement.setBoolean(18, purchase.netToVault());
                    statement.setLong(19, purchase.ordinal());
                });
    }

    public UpsertSink<AccessPass> accessPasses() {
        return rows.upsert(
                "insert into tributary.access_pass as known (chain_id, vault, pass, model, holder, issued_at,"
                        + " issue_transaction, expires_at, revoked_at, revoke_reason, revoke_transaction, ordinal)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (chain_id, vault, pass) do update set revoked_at = excluded.revoked_at,"
                        + " revoke_reason = excluded.revoke_reason,"
                        + " revoke_transaction = excluded.revoke_transaction, ordinal = excluded.ordinal"
                        + " where excluded.ordinal > known.ordinal",
                (statement, pass) -> {
                    bind(statement, 3, pass.pass());
                    statement.setString(4, pass.model());
                    statement.setString(5, pass.holder());
                    statement.setObject(6, instant(pass.issuedAtMillis()));
                    statement.setString(7, pass.issueTransaction());
                    statement.setObject(8, instant(pass.expiresAtMillis()));
                    statement.setObject(9, instant(pass.revokedAtMillis()));
                    statement.setString(10, storable(pass.revokeReason()));
                    statement.setString(11, pass.revokeTransaction());
                    statement.setLong(12, pass.ordinal());
                });
    }

    private static void bind(PreparedStatement statement, int index, @Nullable BigInteger number) throws SQLException {
        statement.setBigDecimal(index, number == null ? null : new BigDecimal(number));
    }

    private static @Nullable OffsetDateTime instant(@Nullable Long millis) {
        if (millis == null) {
            return null;
        }
        return millis > LAST_MILLIS ? OffsetDateTime.MAX : RoyaltyTables.instant(millis);
    }

    /** PostgreSQL's texts hold any character but one, and a contract's any. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : text.replace('\0', '\ufffd');
    }
}
