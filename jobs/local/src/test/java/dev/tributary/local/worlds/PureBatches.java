package dev.tributary.local.worlds;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.settlement.Leaf;
import dev.tributary.domain.settlement.MerkleTree;
import dev.tributary.local.audit.AuditedBatch;
import dev.tributary.local.audit.AuditedLine;
import dev.tributary.local.audit.Position;
import dev.tributary.local.audit.TokenTotal;
import dev.tributary.local.audit.TokenTotal.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Collects what closes credit into batches, and the accounts they come to. */
final class PureBatches {
    private final SortedMap<String, SortedMap<String, BigInteger>> accounts = new TreeMap<>();
    private final List<AuditedBatch> batches = new ArrayList<>();
    private final SortedMap<String, SortedMap<String, BigInteger>> changes = new TreeMap<>();
    private final SortedMap<String, SortedMap<Kind, BigInteger>> totals = new TreeMap<>();

    void begin() {
        changes.clear();
    }

    void credit(String token, String account, BigInteger numerator) {
        if (numerator.signum() != 0) {
            changes.computeIfAbsent(token, unseen -> new TreeMap<>()).merge(account, numerator, BigInteger::add);
        }
    }

    void total(String token, Kind kind, BigInteger amount) {
        if (amount.signum() != 0) {
            totals.computeIfAbsent(token, unseen -> new TreeMap<>()).merge(kind, amount, BigInteger::add);
        }
    }

    /** A batch, if an account changed. */
    void end(
            long startMillis,
            long endMillis,
            SortedMap<PureLedger.Held, BigInteger> suspense,
            SortedMap<PureLedger.Purse, PayerAccount> payers) {
        if (changes.isEmpty()) {
            return;
        }
        payers.forEach((purse, account) -> total(purse.token(), Kind.UNFUNDED, account.unfundedMicro()));
        List<TokenTotal> sums = new ArrayList<>();
        totals.forEach((token, amounts) -> sums.add(new TokenTotal(token, new TreeMap<>(amounts))));
        batches.add(new AuditedBatch(
                batches.size() + 1L,
                startMillis,
                endMillis,
                lines(),
                sums,
                held(suspense),
                positions(payers, PayerAccount::unfundedMicro),
                positions(payers, PayerAccount::balanceMicro),
                root()));
        totals.clear();
    }

    private List<AuditedLine> lines() {
        List<AuditedLine> lines = new ArrayList<>();
        changes.forEach((token, byAccount) -> byAccount.forEach((account, change) -> {
            BigInteger total =
                    accounts.computeIfAbsent(token, unseen -> new TreeMap<>()).merge(account, change, BigInteger::add);
            lines.add(new AuditedLine(token, account, change, Units.payableFloor(total)));
        }));
        return lines;
    }

    private static List<Position> held(SortedMap<PureLedger.Held, BigInteger> suspense) {
        SortedMap<PureLedger.Held, BigInteger> byModel = new TreeMap<>();
        suspense.forEach((held, amount) -> byModel.merge(
                new PureLedger.Held(held.token(), held.model(), 0),
                amount.multiply(BigInteger.valueOf(Split.WHOLE)),
                BigInteger::add));
        List<Position> positions = new ArrayList<>();
        byModel.forEach((held, numerator) -> add(positions, held.token(), held.model(), numerator));
        return positions;
    }

    private static List<Position> positions(
            SortedMap<PureLedger.Purse, PayerAccount> payers, Function<PayerAccount, BigInteger> amount) {
        List<Position> positions = new ArrayList<>();
        payers.forEach((purse, account) -> add(positions, purse.token(), purse.payer(), amount.apply(account)));
        return positions;
    }

    private static void add(List<Position> positions, String token, String holder, BigInteger amount) {
        if (amount.signum() != 0) {
            positions.add(new Position(token, holder, amount));
        }
    }

    private String root() {
        List<Leaf> leaves = new ArrayList<>();
        accounts.forEach((token, byAccount) -> byAccount.forEach((account, numerator) -> {
            BigInteger cumulative = Units.payableFloor(numerator);
            if (cumulative.signum() > 0) {
                leaves.add(new Leaf(account, token, cumulative));
            }
        }));
        return MerkleTree.of(leaves).root();
    }

    List<AuditedBatch> all() {
        return batches;
    }
}
