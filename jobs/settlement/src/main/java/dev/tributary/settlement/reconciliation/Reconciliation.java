package dev.tributary.settlement.reconciliation;

import java.util.List;

/** All checks, from the inside of the books to the vault. */
public final class Reconciliation {
    private Reconciliation() {}

    public static List<Finding> of(Books books, VaultFacts vault) {
        BookChecks inside = new BookChecks(books);
        VaultChecks outside = new VaultChecks(books, vault);
        return List.of(
                inside.postingsFollowFromFacts(),
                inside.debitsAreCredits(),
                inside.booksAreTheSealedTotals(),
                outside.epochsAreTheAcceptedRoots(),
                outside.claimsAreThePayments(),
                outside.received(),
                outside.accepted(),
                outside.claimed());
    }
}
