package dev.tributary.settlement.reconciliation;

import org.jspecify.annotations.Nullable;

/**
 * An epoch as the tables have it.
 *
 * @param sealed whether its period is there
 * @param accepted whether it was seen accepted, be it halted since
 * @param isFinal whether its acceptance was seen final, be it halted since
 * @param root null before it is proved
 */
public record KnownEpoch(
        long epoch,
        boolean sealed,
        boolean accepted,
        boolean isFinal,
        @Nullable String root) {}
