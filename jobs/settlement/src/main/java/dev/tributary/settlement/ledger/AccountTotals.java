package dev.tributary.settlement.ledger;

import java.sql.SQLException;
import java.util.List;

/** The accounts' numerators after each epoch. */
public final class AccountTotals {
    private static final String FORGET = "delete from account_total where chain_id = ? and vault = ? and epoch = ?";
    private static final String ADD = """
            insert into account_total (chain_id, vault, token, account, epoch, numerator)
            select l.chain_id, l.vault, l.token, l.account, l.epoch, coalesce(before.numerator, 0) + l.numerator
            from settled_line l
                     left join lateral (select t.numerator from account_total t
                                        where t.chain_id = l.chain_id and t.vault = l.vault and t.token = l.token
                                          and t.account = l.account and t.epoch < l.epoch
                                        order by t.epoch desc limit 1) before on true
            where l.chain_id = ? and l.vault = ? and l.epoch = ?
            """;
    private static final String AS_OF = """
            select distinct on (token, account) token, account, numerator from account_total
            where chain_id = ? and vault = ? and epoch <= ?
            order by token, account, epoch desc
            """;

    private final VaultId vault;

    public AccountTotals(VaultId vault) {
        this.vault = vault;
    }

    /** Adds an epoch's lines to the totals before it. Adding an epoch again gives the same totals. */
    public void add(Session session, long epoch) throws SQLException {
        session.update(FORGET, vault.chainId(), vault.address(), epoch);
        session.update(ADD, vault.chainId(), vault.address(), epoch);
    }

    /** After an epoch; by token and account. */
    public List<AccountTotal> asOf(Session session, long epoch) throws SQLException {
        return session.query(
                AS_OF,
                row -> new AccountTotal(
                        row.getString("token"), row.getString("account"), Session.integer(row, "numerator")),
                vault.chainId(),
                vault.address(),
                epoch);
    }
}
