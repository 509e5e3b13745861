package dev.tributary.settlement.proving;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotals;
import dev.tributary.settlement.ledger.LineAccounts;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.SealedPeriods;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.sql.SQLException;

/** Computes what an epoch publishes from sealed lines and account totals. */
public final class Drafts {
    private final SealedPeriods periods;
    private final AccountTotals totals;
    private final LineAccounts lineAccounts;

    public Drafts(VaultId vault) {
        this.periods = new SealedPeriods(vault);
        this.totals = new AccountTotals(vault);
        this.lineAccounts = new LineAccounts(vault);
    }

    /** The account totals of the epoch and of those before it must have been added. */
    public Draft of(Session session, long epoch, String previousRoot) throws SQLException {
        SealedPeriod period = periods.period(session, epoch)
                .orElseThrow(() -> new SettlementException(
                        Problem.EPOCH_GAP,
                        "Epoch " + epoch + " has a state but no sealed period. Restore sealed_period."));
        BatchHeader header = HeaderJson.parse(epoch, period.header());
        Standing after = Standing.of(totals.asOf(session, epoch));
        return new Draft(
                period,
                header,
                periods.lines(session, period),
                totals.asOf(session, epoch - 1),
                after.accounts(),
                periods.earlierUnsealed(session, period),
                lineAccounts.upTo(session, period),
                lineAccounts.unbalancedMinute(session, period),
                after.tree(),
                after.manifest(header, previousRoot));
    }
}
