package dev.tributary.pipelines.royalties;

import dev.tributary.chain.ChainEvent;
import org.jspecify.annotations.Nullable;

/** Everything up to this block is final and has been accepted. */
public record FinalizedBlock(long number, long timestampMillis) {

    /** Null when the event is another. */
    static @Nullable FinalizedBlock read(ChainEvent event) {
        if (!event.isBlockFinalized()) {
            return null;
        }
        return new FinalizedBlock(event.blockNumber(), ChainSeconds.toMillisSaturated(event.blockTimestampSeconds()));
    }
}
