package dev.tributary.settlement.statement;

import dev.tributary.chain.ChainEvent;
import dev.tributary.domain.royalty.statement.MarketHistory;
import dev.tributary.pipelines.royalties.MarketFacts;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The market's history as far as the tables have it; asked again, it reads only what is new. Not for several threads. */
public final class KnownHistory {
    private static final String NEW_EVENTS = """
        select * from accepted_chain_event
        where chain_id = ? and vault = ? and ordinal > ?
          and (contract = 'ModelRegistry' or contract = 'RoyaltyVault'
               and event in ('FeeChanged', 'TreasuryChanged', 'RevenueReceived'))
        order by ordinal
        """;

    private final VaultId vault;
    private final MarketHistory history = new MarketHistory();
    private long lastOrdinal;

    public KnownHistory(VaultId vault) {
        this.vault = vault;
    }

    /** Everything that the tables hold now. */
    public MarketHistory read(Session session) throws SQLException {
        session.each(NEW_EVENTS, this::tell, vault.chainId(), vault.address(), lastOrdinal);
        return history;
    }

    private void tell(ResultSet row) throws SQLException {
        ChainEvent event = new ChainEvent(
                vault.chainId(),
                row.getLong("ordinal"),
                row.getLong("block_number"),
                row.getString("block_hash"),
                row.getLong("block_timestamp"),
                row.getString("transaction"),
                row.getInt("log_index"),
                row.getString("contract"),
                row.getString("address"),
                row.getString("event"),
                row.getString("args"));
        MarketFacts.tell(event, history);
        lastOrdinal = event.ordinal();
    }
}
