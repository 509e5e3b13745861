package dev.tributary.settlement.reconciliation;

import org.jspecify.annotations.Nullable;

/**
 * A posting that is not as it has to be.
 *
 * @param posted as it is on the books; null when it is missing
 * @param due as it follows from what was sealed, accepted and claimed; null when it follows from nothing
 */
public record PostingDifference(
        @Nullable Posting posted, @Nullable Posting due) {}
