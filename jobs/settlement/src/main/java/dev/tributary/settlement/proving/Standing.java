package dev.tributary.settlement.proving;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotal;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where all accounts stand after an epoch, and what follows for its root. Division happens here, and only here.
 *
 * @param accounts every account that ever earned, once per token
 */
public record Standing(List<AccountTotal> accounts, MerkleTree tree) {
    /** Of the rules in the design's economics page that the lines follow. */
    public static final String RULES_VERSION = "1";

    /** @throws SettlementException {@link Problem#DUPLICATE_LEAF} when an account stands there twice in one token */
    public static Standing of(List<AccountTotal> accounts) {
        List<Leaf> leaves = accounts.stream()
                .map(total -> new Leaf(total.account(), total.token(), Units.payableFloor(total.numerator())))
                .filter(leaf -> leaf.cumulative().signum() > 0)
                .toList();
        try {
            return new Standing(accounts, MerkleTree.of(leaves));
        } catch (IllegalArgumentException e) {
            throw new SettlementException(
                    Problem.DUPLICATE_LEAF,
                    "The accounts give no tree: " + e.getMessage() + ". account_total was changed by hand; restore it.",
                    e);
        }
    }

    public Manifest manifest(BatchHeader header, String previousRoot) {
        return new Manifest(header, RULES_VERSION, previousRoot, tree.root(), cumulativeTotals(), residuals());
    }

    /** Every token that any account ever earned has a total, be it zero. */
    private SortedMap<String, BigInteger> cumulativeTotals() {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        accounts.forEach(total -> sums.putIfAbsent(total.token(), BigInteger.ZERO));
        tree.leaves().forEach(leaf -> sums.merge(leaf.token(), leaf.cumulative(), BigInteger::add));
        return sums;
    }

    private SortedMap<String, BigInteger> residuals() {
        SortedMap<String, BigInteger> sums = new TreeMap<>();
        accounts.forEach(
                total -> sums.merge(total.token(), total.numerator().mod(Units.NUMERATOR_PER_UNIT), BigInteger::add));
        return sums;
    }
}
