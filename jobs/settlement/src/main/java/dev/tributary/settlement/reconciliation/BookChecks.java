package dev.tributary.settlement.reconciliation;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.settlement.TokenTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Whether the books agree with themselves, with what they follow from, and with the last sealed totals. */
final class BookChecks {
    static final String VAULT = "VAULT";
    static final String PAYABLE = "PAYABLE:";
    private static final String PAYER = "PAYER:";
    private static final String SUSPENSE = "SUSPENSE:";
    private static final String RESIDUAL = "RESIDUAL";
    /** Zero again after every epoch. */
    private static final List<String> PASSED_THROUGH = List.of("USAGE", "SALES", "TREASURY", "ROYALTIES", "ACCRUED");

    private final Books books;

    BookChecks(Books books) {
        this.books = books;
    }

    Finding postingsFollowFromFacts() {
        List<String> differences = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        for (PostingDifference difference : books.postingDifferences()) {
            Posting posted = difference.posted();
            Posting due = difference.due();
            if (due == null) {
                differences.add("posting " + posted + ": it follows from nothing; it was put in by hand, or what it"
                        + " follows from was lost");
            } else if (posted != null) {
                differences.add("posting " + posted + ": it has to be " + due);
            } else if (due.isClaim()) {
                notices.add("not on the books yet: " + due + "; the next `tributary settle` posts it");
            } else {
                differences.add("missing posting " + due + "; the next `tributary settle` posts it if the epoch has"
                        + " none, else restore the table");
            }
        }
        return new Finding(
                "postings follow from what was sealed, accepted and claimed",
                books.balances().size() + " accounts",
                differences,
                notices);
    }

    Finding debitsAreCredits() {
        List<String> differences = new ArrayList<>();
        for (String token : tokens()) {
            BigInteger debits = sum(token, account -> true, LedgerBalance::debited);
            BigInteger credits = sum(token, account -> true, LedgerBalance::credited);
            if (!debits.equals(credits)) {
                differences.add(
                        "token " + token + ": debits " + Amounts.units(debits) + ", credits " + Amounts.units(credits));
            }
        }
        for (LedgerBalance balance : books.balances()) {
            BigInteger credit = balance.creditBalance();
            if (PASSED_THROUGH.contains(balance.account()) && credit.signum() != 0) {
                differences.add("token " + balance.token() + ": " + balance.account() + " was credited "
                        + Amounts.units(balance.credited()) + " and debited " + Amounts.units(balance.debited())
                        + ", and both must be equal");
            } else if (!balance.account().equals(VAULT) && credit.signum() < 0) {
                differences.add("token " + balance.token() + ": " + balance.account() + " stands at "
                        + Amounts.units(credit) + ", and nobody owes the vault");
            }
        }
        return new Finding("debits = credits", tokens().size() + " tokens", differences, List.of());
    }

    Finding booksAreTheSealedTotals() {
        List<String> differences = new ArrayList<>();
        if (books.lastHeader().isEmpty()) {
            return new Finding("books = sealed totals", "no epoch is final yet", differences, List.of());
        }
        long epoch = books.lastHeader().get().epoch();
        for (TokenTotals totals : books.lastHeader().get().tokens()) {
            String token = totals.token();
            compare(differences, epoch, token, "deposits and sales", received(token), micro(totals.receivedMicro()));
            compare(differences, epoch, token, "payers' balances", held(token, PAYER), micro(totals.balancesMicro()));
            compare(differences, epoch, token, "suspense", held(token, SUSPENSE), totals.suspenseNumerator());
        }
        for (TokenProof proof : books.lastProof()) {
            String token = proof.token();
            BigInteger promised = sum(token, account -> account.startsWith(PAYABLE), LedgerBalance::credited);
            compare(differences, epoch, token, "payables", promised, Amounts.numerator(proof.cumulative()));
            compare(differences, epoch, token, "rounding residual", held(token, RESIDUAL), proof.residualNumerator());
        }
        return new Finding("books = sealed totals", "as of epoch " + epoch, differences, List.of());
    }

    private static void compare(
            List<String> differences, long epoch, String token, String what, BigInteger books, BigInteger expected) {
        if (!books.equals(expected)) {
            differences.add(what + " after epoch " + epoch + ", token " + token + ": the books have "
                    + Amounts.units(books) + ", the sealed totals " + Amounts.units(expected) + "; they differ by "
                    + Amounts.units(books.subtract(expected)));
        }
    }

    private static BigInteger micro(BigInteger amount) {
        return amount.multiply(Units.NUMERATOR_PER_MICRO);
    }

    private BigInteger received(String token) {
        return sum(token, VAULT::equals, LedgerBalance::debited);
    }

    private BigInteger held(String token, String kind) {
        return sum(token, account -> account.startsWith(kind), LedgerBalance::creditBalance);
    }

    private SortedSet<String> tokens() {
        SortedSet<String> tokens = new TreeSet<>();
        books.balances().forEach(balance -> tokens.add(balance.token()));
        return tokens;
    }

    /** One side of the accounts of a token. */
    interface Side {
        BigInteger of(LedgerBalance balance);
    }

    private BigInteger sum(String token, Predicate<String> account, Side side) {
        return sum(books, token, account, side);
    }

    static BigInteger sum(Books books, String token, Predicate<String> account, Side side) {
        return books.balances().stream()
                .filter(balance -> balance.token().equals(token) && account.test(balance.account()))
                .map(side::of)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
