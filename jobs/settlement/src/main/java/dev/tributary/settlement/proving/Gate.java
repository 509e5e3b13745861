package dev.tributary.settlement.proving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.Manifest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.settlement.Problem;
import dev.tributary.settlement.SettlementException;
import dev.tributary.settlement.ledger.AccountTotal;
import dev.tributary.settlement.ledger.PeriodLines;
import dev.tributary.settlement.ledger.SealedPeriod;
import dev.tributary.settlement.ledger.VaultId;
import dev.tributary.settlement.vault.Funds;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a root is signed. Every rule halts with its own code; assertions about money are never off.
 *
 * @param funds by token, at a finalized block
 */
public record Gate(VaultId vault, Map<String, Funds> funds, Publication publication) {

    /** @throws SettlementException with the first rule that does not hold */
    public void check(Draft draft) {
        headerIsOfThisBatch(draft);
        linesMatchHeader(draft);
        nothingIsPending(draft);
        everyUsageLineIsAccountedFor(draft);
        valueIsConserved(draft);
        accountsMoveByTheirLines(draft);
        cumulativeNeverFalls(draft);
        totalsAreFunded(draft);
        publishedTreeGivesTheRoot(draft);
        publishedManifestIsThisOne(draft);
    }

    /**
     * What is about to be signed is what the tables give now.
     *
     * @param totals cumulative base units by token, as they would be proposed
     */
    public static void checkUnchanged(
            Draft draft, @Nullable String root, @Nullable String manifestHash, SortedMap<String, BigInteger> totals) {
        long epoch = draft.period().epoch();
        Manifest now = draft.manifest();
        require(
                now.root().equals(root) && now.hash().equals(manifestHash),
                Problem.PROOF_CHANGED,
                "Epoch " + epoch + " was proved with root " + root + " and manifest " + manifestHash
                        + "; the tables now give " + now.root() + " and " + now.hash()
                        + ". Something was changed by hand; find it, then resume.");
        require(
                now.cumulativeTotals().equals(totals),
                Problem.PROOF_CHANGED,
                "Epoch " + epoch + " would be proposed with totals " + totals + ", its accounts give "
                        + now.cumulativeTotals()
                        + ". batch_token was changed by hand; resume to have it written again.");
    }

    private void headerIsOfThisBatch(Draft draft) {
        BatchHeader header = draft.header();
        SealedPeriod period = draft.period();
        BatchHeader expected = new BatchHeader(
                vault.chainId(),
                vault.address(),
                period.epoch(),
                period.start().toEpochMilli(),
                period.end().toEpochMilli(),
                period.lineCount(),
                period.linesHash(),
                header.tokens(),
                header.firstOffsetsAfter(),
                header.firstFinalizedBlockAfter());
        require(
                header.equals(expected),
                Problem.HEADER_MISMATCH,
                "The header of epoch " + period.epoch() + " is " + header + ", its row says " + expected
                        + ". Compare sealed_period with a replay.");
    }

    private static void linesMatchHeader(Draft draft) {
        BatchHeader header = draft.header();
        LinesDigest digest = LinesDigest.EMPTY;
        Map<String, BigInteger> sums = new TreeMap<>();
        for (AccountLine line : draft.lines()) {
            digest = digest.plus(line);
            sums.merge(line.token(), line.numerator(), BigInteger::add);
        }
        Map<String, BigInteger> expected = new TreeMap<>();
        header.tokens().stream()
                .filter(totals -> totals.linesNumerator().signum() != 0)
                .forEach(totals -> expected.put(totals.token(), totals.linesNumerator()));
        boolean same = draft.lines().size() == header.lineCount()
                && digest.hex().equals(header.linesHash())
                && sums.equals(expected);
        require(
                same,
                Problem.LINES_MISMATCH,
                "Epoch " + header.epoch() + " was sealed with " + header.lineCount() + " lines, hash "
                        + header.linesHash() + ", sums " + expected + "; the table has "
                        + draft.lines().size() + " lines, hash " + digest.hex() + ", sums " + sums
                        + ". Lines were changed or lost; restore staged_line from a backup or a replay.");
    }

    private static void nothingIsPending(Draft draft) {
        draft.earlierUnsealed().ifPresent(start -> {
            throw new SettlementException(
                    Problem.LINES_PENDING,
                    "Epoch " + draft.period().epoch() + " starts at "
                            + draft.period().start()
                            + ", but lines of the earlier period " + start
                            + " have no seal. Let RoyaltyJob seal it; if it did, its seal was lost.");
        });
    }

    /** A period without its row has not been counted: that halts too. */
    private static void everyUsageLineIsAccountedFor(Draft draft) {
        long epoch = draft.period().epoch();
        require(
                draft.periodLines().stream()
                        .anyMatch(lines -> lines.start().equals(draft.period().start())),
                Problem.LINES_UNACCOUNTED,
                "Epoch " + epoch + " starts at " + draft.period().start()
                        + ", and line_period has no row of that period. RoyaltyJob writes it before the header; restore it.");
        for (PeriodLines lines : draft.periodLines()) {
            require(
                    lines.isAccounted(),
                    Problem.LINES_UNACCOUNTED,
                    "Of " + lines.admitted() + " usage lines booked in the period " + lines.start() + ", "
                            + lines.counted() + " are counted and " + lines.rejected()
                            + " refused, and the period is " + (lines.closed() ? "closed" : "still open")
                            + ". Epoch " + epoch + " must wait until none is left; replay the logs to find which is.");
        }
        draft.unbalancedMinute().ifPresent(minute -> {
            throw new SettlementException(
                    Problem.LINES_UNACCOUNTED,
                    "At the end of the minute " + minute + " of epoch " + epoch
                            + " the lines reported were not those counted, duplicate, refused and pending: see"
                            + " line_equation_by_minute. Replay the logs to find which is wrong.");
        });
    }

    /** Fees, royalties and withdrawals are the lines, and what ever came in is held or owed, to the last 10^-24. */
    private static void valueIsConserved(Draft draft) {
        for (TokenTotals totals : draft.header().tokens()) {
            BigInteger credited = totals.feeNumerator()
                    .add(totals.royaltiesNumerator())
                    .add(totals.withdrawnMicro().multiply(Units.NUMERATOR_PER_MICRO));
            require(
                    credited.equals(totals.linesNumerator()),
                    Problem.NOT_CONSERVED,
                    "Epoch " + draft.period().epoch() + ", token " + totals.token()
                            + ": fees, royalties and withdrawals are " + credited + ", the lines "
                            + totals.linesNumerator()
                            + " of 10^-24 base units, and both must be equal. Replay the epoch to find which is wrong.");
            BigInteger received = totals.receivedMicro().multiply(Units.NUMERATOR_PER_MICRO);
            BigInteger held = totals.balancesMicro()
                    .multiply(Units.NUMERATOR_PER_MICRO)
                    .add(totals.suspenseNumerator())
                    .add(accrued(draft, totals.token()));
            require(
                    received.equals(held),
                    Problem.NOT_CONSERVED,
                    "After epoch " + draft.period().epoch() + ", token " + totals.token() + ": deposits and sales are "
                            + received + ", balances, suspense and accounts " + held
                            + " of 10^-24 base units, and both must be equal. Replay the log to find which is wrong.");
        }
    }

    private static BigInteger accrued(Draft draft, String token) {
        return draft.after().stream()
                .filter(total -> total.token().equals(token))
                .map(AccountTotal::numerator)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static void accountsMoveByTheirLines(Draft draft) {
        Map<Account, BigInteger> expected = numerators(draft.before());
        for (AccountLine line : draft.lines()) {
            expected.merge(new Account(line.token(), line.account()), line.numerator(), BigInteger::add);
        }
        Map<Account, BigInteger> actual = numerators(draft.after());
        if (expected.equals(actual)) {
            return;
        }
        expected.forEach((account, numerator) -> require(
                numerator.equals(actual.get(account)),
                Problem.NOT_CONSERVED,
                "Account " + account + " must have " + numerator + " after epoch "
                        + draft.period().epoch() + ", but has " + actual.get(account)
                        + ". account_total was changed by hand; restore it."));
        throw new SettlementException(
                Problem.NOT_CONSERVED,
                "After epoch " + draft.period().epoch()
                        + " there are totals of accounts that no line names. account_total"
                        + " was changed by hand; restore it.");
    }

    private static void cumulativeNeverFalls(Draft draft) {
        Map<Account, BigInteger> after = numerators(draft.after());
        for (AccountTotal total : draft.before()) {
            BigInteger now = after.getOrDefault(new Account(total.token(), total.account()), BigInteger.ZERO);
            require(
                    now.compareTo(total.numerator()) >= 0,
                    Problem.CUMULATIVE_FELL,
                    "Account " + total.account() + " in token " + total.token() + " had " + total.numerator()
                            + " before epoch " + draft.period().epoch() + " and " + now
                            + " after it. What was published never falls; find the negative line.");
        }
    }

    private void totalsAreFunded(Draft draft) {
        draft.manifest().cumulativeTotals().forEach((token, total) -> {
            Funds held = funds.get(token);
            String what = "Epoch " + draft.period().epoch() + " promises " + total + " base units of token " + token;
            if (held == null) {
                throw new SettlementException(
                        Problem.TOKEN_NOT_LISTED,
                        what + ", which the vault does not list. Add it with addToken, or find who priced in it.");
            }
            require(
                    total.compareTo(held.received()) <= 0,
                    Problem.TOTAL_ABOVE_RECEIVED,
                    what + ", but the vault ever received " + held.received()
                            + ". Nothing is promised that is not held: deposit the difference, then resume.");
            require(
                    total.compareTo(held.accepted()) >= 0,
                    Problem.TOTAL_BELOW_ACCEPTED,
                    what + ", but its last accepted root promises " + held.accepted()
                            + ". The tables are behind the chain; restore or replay them.");
        });
    }

    private void publishedTreeGivesTheRoot(Draft draft) {
        long epoch = draft.period().epoch();
        String root;
        try {
            root = TreeFile.recomputeRoot(publication.treeFile(epoch));
        } catch (IOException | RuntimeException e) {
            throw new SettlementException(
                    Problem.TREE_FILE_MISMATCH,
                    "The tree file of epoch " + epoch + " gives no root: " + e.getMessage()
                            + ". Resume to have it written again.",
                    e);
        }
        require(
                root.equals(draft.tree().root()),
                Problem.TREE_FILE_MISMATCH,
                "The tree file of epoch " + epoch + " gives root " + root + ", the accounts give "
                        + draft.tree().root() + ". Resume to have it written again.");
    }

    private void publishedManifestIsThisOne(Draft draft) {
        long epoch = draft.period().epoch();
        String published;
        try {
            published = Files.readString(publication.manifestFile(epoch), UTF_8);
        } catch (IOException e) {
            throw new SettlementException(
                    Problem.MANIFEST_FILE_MISMATCH,
                    "The manifest file of epoch " + epoch + " cannot be read: " + e
                            + ". Resume to have it written again.",
                    e);
        }
        require(
                published.equals(draft.manifest().canonicalJson()),
                Problem.MANIFEST_FILE_MISMATCH,
                "The manifest file of epoch " + epoch + " is " + published + ", the tables give "
                        + draft.manifest().canonicalJson() + ". Resume to have it written again.");
    }

    private record Account(String token, String account) {}

    private static Map<Account, BigInteger> numerators(List<AccountTotal> totals) {
        Map<Account, BigInteger> numerators = new HashMap<>();
        totals.forEach(total -> numerators.put(new Account(total.token(), total.account()), total.numerator()));
        return numerators;
    }

    private static void require(boolean holds, Problem otherwise, String message) {
        if (!holds) {
            throw new SettlementException(otherwise, message);
        }
    }
}
