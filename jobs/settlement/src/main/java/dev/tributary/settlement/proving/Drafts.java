package dev.tributary.settlement.proving;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.ledger.AccountTotals;
import dev.tributary.settlement.ledger.LineAccounts;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.SealedPeriods;
import dev.tributary.settlement.ledger.Session;
import dev.tributary.settlement.ledger.VaultId;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Computes what an epoch publishes from sealed lines and account totals. Division happens here, and only here. */
public final class Drafts {
    /** Of the rules in the design's economics page that the lines follow. */
    public static final String RULES_VERSION = "1";

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
        List<AccountTotal> after = totals.asOf(session, epoch);
        MerkleTree tree = tree(after);
        Manifest manifest = new Manifest(
                header, RULES_VERSION, previousRoot, tree.root(), cumulativeTotals(after, tree), residuals(after));
        return new Draft(
                period,
                header,
                periods.lines(session, period),
                totals.asOf(session, epoch - 1),
                after,
                periods.earlierUnsealed(session, period),
                lineAccounts.upTo(session, period),
                lineAccounts.unbalancedMinute(session, period),
                tree,
                manifest);
    }

    static MerkleTree tree(List<AccountTotal> totals) {
        List<Leaf> leaves = totals.stream()
                .map(total -> new Leaf(total.account(), total.token(), Units.payableFloor(total.numerator())))
                .filter(leaf -> leaf.cumulative().signum() > 0)
                .toList();
        try {
            return MerkleTree.of(leaves);
        } catch (IllegalArgumentException e) {
            throw new SettlementException(
                    Problem.DUPLICATE_LEAF,
                    "The accounts give no tree: " + e.getMessage() + ". account_total was changed by hand; restore it.",
                    e);
        }
    }

    /** Every token that any account ever earned has a total, be it zero. */
    private static SortedMap<String, BigInteger> cumulativeTotals(List<AccountTotal> totals, MerkleTree tree) {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        totals.forEach(total -> sums.putIfAbsent(total.token(), BigInteger.ZERO));
        tree.leaves().forEach(leaf -> sums.merge(leaf.token(), leaf.cumulative(), BigInteger::add));
        return sums;
    }

    private static SortedMap<String, BigInteger> residuals(List<AccountTotal> totals) {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        totals.forEach(
                total -> sums.merge(total.token(), total.numerator().mod(Units.NUMERATOR_PER_UNIT), BigInteger::add));
        return sums;
    }
}
