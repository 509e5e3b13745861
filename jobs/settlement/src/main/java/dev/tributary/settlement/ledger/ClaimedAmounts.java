package dev.tributary.settlement.ledger;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the vault has paid out, as of the newest finalized block that was read. */
public final class ClaimedAmounts {
    private static final String OF_ACCOUNT = """
            select token, sum(amount) as amount from claim
            where chain_id = ? and vault = ? and account = ? group by token
            """;

    private ClaimedAmounts() {}

    /** Base units by token. */
    public static SortedMap<String, BigInteger> of(Session session, VaultId vault, String account) throws SQLException {
        SortedMap<String, BigInteger> amounts = new TreeMap<>();
        session.query(
                OF_ACCOUNT,
                row -> amounts.put(row.getString("token"), Session.integer(row, "amount")),
                vault.chainId(),
                vault.address(),
                account);
        return amounts;
    }
}
