package dev.tributary.settlement.ledger;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a payer's deposits in one token, and how much of it may be spent. Amounts in 10^-6 base units, the limit
 * in base units.
 *
 * @param since start of the period whose close changed it last; null when none has yet
 * @param unfundedMicro charges that wait for money
 * @param writtenOffMicro charges that waited too long, of all time
 * @param spendLimit of each period that starts at {@code spendLimitSince} or later; null when there is none
 * @param spendLimitSince time of the change that is in force; null when the payer never set a limit
 */
public record PayerStanding(
        String token,
        @Nullable Instant since,
        BigInteger balanceMicro,
        BigInteger unfundedMicro,
        BigInteger writtenOffMicro,
        @Nullable BigInteger spendLimit,
        @Nullable Instant spendLimitSince) {
    private static final String OF_PAYER = """
            select token, since, balance_micro, unfunded_micro, written_off_micro, spend_limit, spend_limit_since
            from payer_standing where chain_id = ? and vault = ? and payer = ? order by token
            """;

    /** By token; empty for an account that never deposited, owed or set a limit. */
    public static List<PayerStanding> of(Session session, VaultId vault, String payer) throws SQLException {
        return session.query(OF_PAYER, PayerStanding::standing, vault.chainId(), vault.address(), payer);
    }

    private static PayerStanding standing(ResultSet row) throws SQLException {
        return new PayerStanding(
                row.getString("token"),
                Session.instantOrNull(row, "since"),
                Session.integer(row, "balance_micro"),
                Session.integer(row, "unfunded_micro"),
                Session.integer(row, "written_off_micro"),
                Session.integerOrNull(row, "spend_limit"),
                Session.instantOrNull(row, "spend_limit_since"));
    }
}
