package dev.tributary.settlement.reconciliation;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.proving.HeaderJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The books, and what they have to agree with, as the tables have them at one moment.
 *
 * @param lastHeader of the last final epoch; the books reach to its end
 * @param lastProof what that epoch was proved with
 */
public record Books(
        List<LedgerBalance> balances,
        List<PostingDifference> postingDifferences,
        List<KnownEpoch> epochs,
        List<KnownClaim> claims,
        Optional<BatchHeader> lastHeader,
        List<TokenProof> lastProof) {
    private static final String BALANCES =
            "select token, account, debited, credited from ledger_balance where chain_id = ? and vault = ? order by 1, 2";
    private static final String DIFFERENCES = """
            select p.id as posted, p.epoch as p_epoch, p.reason as p_reason, p.token as p_token, p.debit as p_debit,
                   p.credit as p_credit, p.amount as p_amount,
                   d.id as due, d.epoch as d_epoch, d.reason as d_reason, d.token as d_token, d.debit as d_debit,
                   d.credit as d_credit, d.amount as d_amount
            from (select * from posting where chain_id = ? and vault = ?) p
                     full join (select * from due_posting where chain_id = ? and vault = ?) d on d.id = p.id
            where (p.epoch, p.reason, p.token, p.debit, p.credit, p.amount)
                      is distinct from (d.epoch, d.reason, d.token, d.debit, d.credit, d.amount)
            order by coalesce(p.epoch, d.epoch), coalesce(p.reason, d.reason), p.id, d.id
            """;
    private static final String EPOCHS = """
            select coalesce(s.epoch, b.epoch) as epoch, s.epoch is not null as sealed, b.root,
                   coalesce(b.state in ('ACCEPTED', 'FINAL') or b.halted_from in ('ACCEPTED', 'FINAL'), false) as accepted,
                   coalesce(b.state = 'FINAL' or b.halted_from = 'FINAL', false) as final
            from (select * from sealed_period where chain_id = ? and vault = ?) s
                     full join (select * from batch where chain_id = ? and vault = ?) b on b.epoch = s.epoch
            order by 1
            """;
    private static final String CLAIMS = """
            select transaction, log_index, account, token, amount, block_number from claim
            where chain_id = ? and vault = ? order by block_number, log_index
            """;
    private static final String HEADER =
            "select header from settled_period where chain_id = ? and vault = ? and epoch = ?";
    private static final String PROOF = """
            select token, cumulative, residual_numerator from batch_token
            where chain_id = ? and vault = ? and epoch = ? order by token
            """;

    public static Books read(Session session, VaultId vault) throws SQLException {
        long chain = vault.chainId();
        String address = vault.address();
        List<KnownEpoch> epochs = session.query(EPOCHS, Books::epoch, chain, address, chain, address);
        long last = epochs.stream()
                .filter(KnownEpoch::isFinal)
                .mapToLong(KnownEpoch::epoch)
                .max()
                .orElse(0);
        return new Books(
                session.query(BALANCES, Books::balance, chain, address),
                session.query(DIFFERENCES, Books::difference, chain, address, chain, address),
                epochs,
                session.query(CLAIMS, Books::claim, chain, address),
                session.first(HEADER, row -> HeaderJson.parse(last, row.getString(1)), chain, address, last),
                session.query(PROOF, Books::proof, chain, address, last));
    }

    private static LedgerBalance balance(ResultSet row) throws SQLException {
        return new LedgerBalance(
                row.getString("token"),
                row.getString("account"),
                Session.integer(row, "debited"),
                Session.integer(row, "credited"));
    }

    private static PostingDifference difference(ResultSet row) throws SQLException {
        return new PostingDifference(posting(row, "posted", "p_"), posting(row, "due", "d_"));
    }

    private static @Nullable Posting posting(ResultSet row, String id, String prefix) throws SQLException {
        return row.getString(id) == null
                ? null
                : new Posting(
                        row.getLong(prefix + "epoch"),
                        row.getString(prefix + "reason"),
                        row.getString(prefix + "token"),
                        row.getString(prefix + "debit"),
                        row.getString(prefix + "credit"),
                        Session.integer(row, prefix + "amount"));
    }

    private static KnownEpoch epoch(ResultSet row) throws SQLException {
        return new KnownEpoch(
                row.getLong("epoch"),
                row.getBoolean("sealed"),
                row.getBoolean("accepted"),
                row.getBoolean("final"),
                row.getString("root"));
    }

    private static KnownClaim claim(ResultSet row) throws SQLException {
        return new KnownClaim(
                row.getString("transaction"),
                row.getInt("log_index"),
                row.getString("account"),
                row.getString("token"),
                Session.integer(row, "amount"),
                row.getLong("block_number"));
    }

    private static TokenProof proof(ResultSet row) throws SQLException {
        return new TokenProof(
                row.getString("token"), Session.integer(row, "cumulative"), Session.integer(row, "residual_numerator"));
    }
}
