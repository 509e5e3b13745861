package dev.tributary.settlement.run;

import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.Lease;
import dev.tributary.settlement.ledger.Ledger;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.TokenUnit;
import dev.tributary.settlement.vault.VaultNode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns once how amounts of the vault's tokens are written, for the dashboards. Nothing is decided by it. */
final class TokenUnits {
    private static final Logger LOG = LoggerFactory.getLogger(TokenUnits.class);
    private static final String UNKNOWN = """
            select v.token from vault_token v left join token_unit u using (chain_id, token)
            where v.chain_id = ? and v.vault = ? and u.token is null
            """;
    private static final String LEARN =
            "insert into token_unit (chain_id, token, symbol, decimals) values (?, ?, ?, ?) on conflict do nothing";

    private final Ledger ledger;
    private final VaultId vault;
    private final VaultNode node;

    TokenUnits(Ledger ledger, VaultId vault, VaultNode node) {
        this.ledger = ledger;
        this.vault = vault;
        this.node = node;
    }

    /** Whatever is wrong with it leaves the pass as it was: amounts are shown in base units then. */
    void learn(Lease lease) {
        try {
            unknown().forEach(token -> learn(lease, token));
        } catch (SettlementException e) {
            LOG.warn("The units of tokens were not looked up: {}", e.getMessage());
        }
    }

    private void learn(Lease lease, String token) {
        TokenUnit unit;
        try {
            unit = node.unit(token);
        } catch (IllegalArgumentException e) {
            LOG.warn("The unit of a token is not known: {}", e.getMessage());
            return;
        }
        ledger.write(lease, session -> session.update(LEARN, vault.chainId(), token, unit.symbol(), unit.decimals()));
    }

    private List<String> unknown() {
        return ledger.read(
                session -> session.query(UNKNOWN, row -> row.getString(1), vault.chainId(), vault.address()));
    }
}
