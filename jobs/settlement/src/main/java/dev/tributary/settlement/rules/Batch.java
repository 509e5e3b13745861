package dev.tributary.settlement.rules;

import org.jspecify.annotations.Nullable;

/**
 * A batch as our tables have it.
 *
 * @param revision 1, or more after a correction
 * @param previousRoot accepted root that it was proved on top of; null before it is proved, like root and manifestHash
 * @param provedAtBlock finalized block that the proof was made at; 0 before
 * @param haltCode null unless halted, like haltMessage and haltedFrom
 */
public record Batch(
        long epoch,
        int revision,
        BatchState state,
        @Nullable String previousRoot,
        @Nullable String root,
        @Nullable String manifestHash,
        long provedAtBlock,
        @Nullable String haltCode,
        @Nullable String haltMessage,
        @Nullable BatchState haltedFrom) {}
