package dev.tributary.settlement.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A vault's settlement in numbers, for monitoring.
 *
 * @param batches number by state
 * @param oldestOpen end of the oldest sealed period that is not final
 * @param pendingSince when the transaction in flight was first signed
 * @param unsettled by token that ever moved, base units rounded down: sealed and in no accepted root
 * @param unfunded by token, base units rounded up: what waits for deposits after the newest sealed period
 * @param conservationError by token, base units: what the newest proved root promises less the sum of its leaves
 * @param unaccountedLines 0 where the accounting equation holds
 * @param claimed by token, base units
 */
public record Measures(
        Map<String, Long> batches,
        @Nullable Instant oldestOpen,
        @Nullable Instant pendingSince,
        SortedMap<String, BigInteger> unsettled,
        SortedMap<String, BigInteger> unfunded,
        SortedMap<String, BigInteger> conservationError,
        long unaccountedLines,
        SortedMap<String, BigInteger> claimed,
        long claims,
        BigInteger feeSpentWei) {
    private static final String BATCHES =
            "select state, count(*) from epoch_status where chain_id = ? and vault = ? group by state";
    private static final String OLDEST_OPEN =
            "select min(period_end) from epoch_status where chain_id = ? and vault = ? and state <> 'FINAL'";
    private static final String PENDING_SINCE = """
            select min(a.signed_at) from outbound_transaction t join transaction_attempt a using (chain_id, sender, nonce)
            where t.chain_id = ? and t.vault = ? and t.state in ('OPEN', 'MINED')
            """;
    /** Epoch by epoch of those that are open: the lines of all time may be billions. */
    private static final String UNSETTLED = """
            with open as (
                select s.chain_id, s.vault, s.epoch from sealed_period s left join batch b using (chain_id, vault, epoch)
                where s.chain_id = ? and s.vault = ?
                  and coalesce(b.halted_from, b.state, 'SEALED') not in ('ACCEPTED', 'FINAL'))
            select t.token, trunc(coalesce(sum(of_epoch.numerator), 0) / 1e24) as amount
            from (select header from sealed_period where chain_id = ? and vault = ? order by epoch desc limit 1) newest
                cross join lateral jsonb_to_recordset(newest.header::jsonb -> 'tokens') as t(token text)
                left join open on true
                left join lateral (
                    select sum(l.numerator) as numerator from settled_line l
                    where l.chain_id = open.chain_id and l.vault = open.vault and l.epoch = open.epoch
                      and l.token = t.token) of_epoch on true
            group by t.token
            """;

    private static final String UNFUNDED = """
            select t.token, ceil(t."unfundedMicro" / 1e6) as amount
            from (select header from sealed_period where chain_id = ? and vault = ? order by epoch desc limit 1) newest
                cross join lateral jsonb_to_recordset(newest.header::jsonb -> 'tokens') as t(token text, "unfundedMicro" numeric)
            """;
    private static final String CONSERVATION_ERROR = """
            with newest as (select max(epoch) as epoch from tree_dump where chain_id = ? and vault = ?)
            select t.token, t.cumulative - coalesce((select sum(p.cumulative) from proof p
                where p.chain_id = t.chain_id and p.vault = t.vault and p.epoch = t.epoch and p.token = t.token), 0) as amount
            from batch_token t join newest using (epoch) where t.chain_id = ? and t.vault = ?
            """;
    private static final String CLAIMED =
            "select token, sum(amount) as amount from claim where chain_id = ? and vault = ? group by token";
    private static final String CLAIMS = "select count(*) from claim where chain_id = ? and vault = ?";

    /** @param sender account whose fees are counted */
    public static Measures of(Session session, VaultId vault, String sender) throws SQLException {
        Map<String, Long> batches = new TreeMap<>();
        session.query(BATCHES, row -> batches.put(row.getString(1), row.getLong(2)), vault.chainId(), vault.address());
        return new Measures(
                batches,
                instant(session, OLDEST_OPEN, vault),
                instant(session, PENDING_SINCE, vault),
                byToken(session, UNSETTLED, vault.chainId(), vault.address(), vault.chainId(), vault.address()),
                byToken(session, UNFUNDED, vault.chainId(), vault.address()),
                byToken(
                        session,
                        CONSERVATION_ERROR,
                        vault.chainId(),
                        vault.address(),
                        vault.chainId(),
                        vault.address()),
                new LineAccounts(vault).totals(session).unaccounted(),
                byToken(session, CLAIMED, vault.chainId(), vault.address()),
                session.query(CLAIMS, row -> row.getLong(1), vault.chainId(), vault.address())
                        .get(0),
                new Outbox(vault).spentSince(session, sender, Instant.EPOCH));
    }

    private static @Nullable Instant instant(Session session, String query, VaultId vault) throws SQLException {
        // A minimum over nothing is a row without a value.
        return session.query(query, Measures::instant, vault.chainId(), vault.address()).stream()
                .flatMap(java.util.Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static java.util.Optional<Instant> instant(ResultSet row) throws SQLException {
        return java.util.Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private static SortedMap<String, BigInteger> byToken(Session session, String query, Object... values)
            throws SQLException {
        SortedMap<String, BigInteger> amounts = new TreeMap<>();
        session.query(query, row -> amounts.put(row.getString("token"), Session.integer(row, "amount")), values);
        return amounts;
    }
}
