package dev.tributary.pipelines.ingest;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * How far the chain has been read; there is one split per chain.
 *
 * @param nextBlock the first block not read yet
 * @param lastBlockHash hash of the block before it, lower-case 0x form; empty before the first block was read
 * @param lastOrdinal ordinal of the last event given out, 0 when there is none
 */
public record EvmLogSplit(long nextBlock, String lastBlockHash, long lastOrdinal) implements SourceSplit {
    private static final String ID = "chain";

    public EvmLogSplit {
        if (nextBlock < 0 || lastOrdinal < 0) {
            throw new IllegalArgumentException("a split at block " + nextBlock + " with ordinal " + lastOrdinal);
        }
    }

    /** Nothing read yet; the first block of interest is {@code firstBlock}. */
    static EvmLogSplit startingAt(long firstBlock) {
        return new EvmLogSplit(firstBlock, "", 0);
    }

    boolean hasRead() {
        return !lastBlockHash.isEmpty();
    }

    @Override
    public String splitId() {
        return ID;
    }
}
