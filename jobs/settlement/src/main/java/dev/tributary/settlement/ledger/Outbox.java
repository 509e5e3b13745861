package dev.tributary.settlement.ledger;

import dev.tributary.chain.TransactionOutcome;
import dev.tributary.settlement.rules.SendAnswer;
import dev.tributary.settlement.rules.SendVerdict;
import dev.tributary.settlement.rules.TransactionState;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every transaction of the run: nonce and signed bytes are here before anything is sent. */
public final class Outbox {
    private static final String OPEN = """
            select * from outbound_transaction t where chain_id = ? and vault = ?
              and (state in ('OPEN', 'MINED')
                   or epoch >= (select min(epoch) from batch b
                                where b.chain_id = t.chain_id and b.vault = t.vault and b.state <> 'FINAL'))
            order by sender, nonce
            """;
    private static final String ATTEMPTS = """
            select * from transaction_attempt where chain_id = ? and sender = ? and nonce = ? order by attempt
            """;
    private static final String STORE = """
            insert into outbound_transaction
                (chain_id, sender, nonce, vault, purpose, epoch, revision, call_data, gas_limit, state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN')
            """;
    private static final String STORE_ATTEMPT = """
            insert into transaction_attempt
                (chain_id, sender, nonce, attempt, hash, raw, max_fee_per_gas, max_priority_fee_per_gas, signed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String MOVE = """
            update outbound_transaction set state = ?, block_number = ?, block_hash = ?, fee_wei = ?, ended_at = ?,
                updated_at = now()
            where chain_id = ? and sender = ? and nonce = ?
            """;
    private static final String REMEMBER = """
            insert into transaction_history (chain_id, sender, nonce, from_state, to_state, reason, fence)
            values (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String SPENT = """
            select coalesce(sum(fee_wei), 0) as spent from outbound_transaction
            where chain_id = ? and sender = ? and ended_at >= ?
            """;
    private static final String ANSWER = """
            update transaction_attempt set sends = ?, last_verdict = ?, last_answer = ?, waiting_since = ?
            where chain_id = ? and sender = ? and nonce = ? and attempt = ?
            """;

    private static final String ELSEWHERE = """
            select exists (select from outbound_transaction
                           where chain_id = ? and sender = ? and vault <> ? and state in ('OPEN', 'MINED'))
            """;

    private final VaultId vault;

    public Outbox(VaultId vault) {
        this.vault = vault;
    }

    /** Those in flight and those for batches that are not final; by sender and nonce. */
    public List<OutboundTransaction> open(Session session) throws SQLException {
        List<OutboundTransaction> transactions = new ArrayList<>();
        for (OutboundTransaction head :
                session.query(OPEN, Outbox::withoutAttempts, vault.chainId(), vault.address())) {
            List<Attempt> attempts =
                    session.query(ATTEMPTS, Outbox::attempt, vault.chainId(), head.sender(), head.nonce());
            transactions.add(new OutboundTransaction(
                    head.sender(),
                    head.nonce(),
                    head.purpose(),
                    head.epoch(),
                    head.revision(),
                    head.callData(),
                    head.gasLimit(),
                    head.state(),
                    attempts));
        }
        return transactions;
    }

    /** A new nonce with its first attempt. The database refuses a second one in flight. */
    public void store(Session session, Lease lease, OutboundTransaction transaction) throws SQLException {
        session.update(
                STORE,
                vault.chainId(),
                transaction.sender(),
                transaction.nonce(),
                vault.address(),
                transaction.purpose(),
                transaction.epoch(),
                transaction.revision(),
                transaction.callData(),
                transaction.gasLimit());
        storeAttempt(session, transaction, transaction.newestAttempt());
        String reason = "signed to " + transaction.purpose() + " epoch " + transaction.epoch() + " as "
                + transaction.newestAttempt().hash();
        remember(session, lease, transaction, null, transaction.state(), reason);
    }

    public void storeAttempt(Session session, OutboundTransaction transaction, Attempt attempt) throws SQLException {
        session.update(
                STORE_ATTEMPT,
                vault.chainId(),
                transaction.sender(),
                transaction.nonce(),
                attempt.number(),
                attempt.hash(),
                attempt.raw(),
                attempt.fees().maxFeePerGas(),
                attempt.fees().maxPriorityFeePerGas(),
                attempt.signedAt());
    }

    /**
     * Changes the state of a transaction and remembers why.
     *
     * @param outcome null while none of its attempts is mined
     * @param now when it ends, if it does
     */
    public void move(
            Session session,
            Lease lease,
            OutboundTransaction transaction,
            TransactionState next,
            @Nullable TransactionOutcome outcome,
            Instant now,
            String reason)
            throws SQLException {
        session.update(
                MOVE,
                next,
                outcome == null ? null : outcome.blockNumber(),
                outcome == null ? null : outcome.blockHash(),
                next.inFlight() ? null : fee(outcome),
                next.inFlight() ? null : now,
                vault.chainId(),
                transaction.sender(),
                transaction.nonce());
        remember(session, lease, transaction, transaction.state(), next, reason);
    }

    private static BigInteger fee(@Nullable TransactionOutcome outcome) {
        return outcome == null
                ? BigInteger.ZERO
                : outcome.gasPriceWei().multiply(BigInteger.valueOf(outcome.gasUsed()));
    }

    private void remember(
            Session session,
            Lease lease,
            OutboundTransaction transaction,
            @Nullable TransactionState from,
            TransactionState next,
            String reason)
            throws SQLException {
        session.update(
                REMEMBER,
                vault.chainId(),
                transaction.sender(),
                transaction.nonce(),
                from,
                next,
                reason,
                lease.fence());
    }

    /** Whether the account has a transaction in flight for another vault: it has one nonce after the other for all. */
    public boolean busyElsewhere(Session session, String sender) throws SQLException {
        return session.query(ELSEWHERE, row -> row.getBoolean(1), vault.chainId(), sender, vault.address())
                .get(0);
    }

    /** Wei that an account's transactions cost which ended since a moment. */
    public BigInteger spentSince(Session session, String sender, Instant since) throws SQLException {
        return session.query(SPENT, row -> Session.integer(row, "spent"), vault.chainId(), sender, since)
                .get(0);
    }

    /** What the node answered to the newest attempt. */
    public void answered(Session session, OutboundTransaction transaction, SendAnswer answer, Instant now)
            throws SQLException {
        Attempt answered = transaction.newestAttempt().answered(answer, now);
        session.update(
                ANSWER,
                answered.sends(),
                answer.verdict(),
                answer.words(),
                answered.waitingSince(),
                vault.chainId(),
                transaction.sender(),
                transaction.nonce(),
                answered.number());
    }

    private static OutboundTransaction withoutAttempts(ResultSet row) throws SQLException {
        return new OutboundTransaction(
                row.getString("sender"),
                row.getLong("nonce"),
                OutboundTransaction.Purpose.valueOf(row.getString("purpose")),
                row.getLong("epoch"),
                row.getInt("revision"),
                row.getString("call_data"),
                row.getLong("gas_limit"),
                TransactionState.valueOf(row.getString("state")),
                List.of());
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        OffsetDateTime waitingSince = row.getObject("waiting_since", OffsetDateTime.class);
        return new Attempt(
                row.getInt("attempt"),
                row.getString("hash"),
                row.getString("raw"),
                new Attempt.Fees(
                        Session.integer(row, "max_fee_per_gas"), Session.integer(row, "max_priority_fee_per_gas")),
                Session.instant(row, "signed_at"),
                row.getInt("sends"),
                lastAnswer(row),
                waitingSince == null ? null : waitingSince.toInstant());
    }

    private static @Nullable SendAnswer lastAnswer(ResultSet row) throws SQLException {
        String verdict = row.getString("last_verdict");
        return verdict == null ? null : new SendAnswer(SendVerdict.valueOf(verdict), row.getString("last_answer"));
    }
}
