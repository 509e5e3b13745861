package dev.tributary.pipelines.ingest;

import java.io.Serializable;

/**
 * How fast the chain is read.
 *
 * @param pollMillis time between two looks at the finalized head, once the source has caught up
 * @param blocksPerFetch most blocks asked for at once
 */
public record EvmLogPace(long pollMillis, int blocksPerFetch) implements Serializable {
    public EvmLogPace {
        if (pollMillis < 1 || blocksPerFetch < 1) {
            throw new IllegalArgumentException(
                    "a poll every " + pollMillis + " ms of " + blocksPerFetch + " blocks; both start at 1");
        }
    }
}
