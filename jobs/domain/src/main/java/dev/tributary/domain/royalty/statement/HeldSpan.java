package dev.tributary.domain.royalty.statement;

import java.util.SortedSet;

/**
 * Where to look for what a dispute held that ended in this period.
 *
 * @param earningModels of which the model in dispute has its share
 * @param fromMillis the first instant at which a minute may start
 * @param untilMillis exclusive
 */
public record HeldSpan(SortedSet<String> earningModels, long fromMillis, long untilMillis) {
    /** Whether it may have held a part of an earlier period. */
    public boolean covers(FundedPart part) {
        return part.minuteMillis() >= fromMillis
                && part.minuteMillis() < untilMillis
                && earningModels.contains(part.model());
    }
}
