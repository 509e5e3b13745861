package dev.tributary.chain;

/**
 * One record of {@code chain.events.v1}: a decoded contract event, or the news that a block is final.
 *
 * @param ordinal place among the decoded events of the chain, 1, 2, 3 … without a gap; of {@link #BLOCK_FINALIZED} that of
 *     the last event up to the block, 0 when there is none
 * @param blockHash lower-case 0x form
 * @param blockTimestampSeconds the block's own time, seconds since 1970
 * @param transaction hash of the transaction; empty for {@link #BLOCK_FINALIZED}
 * @param logIndex place of the log in its block; -1 for {@link #BLOCK_FINALIZED}
 * @param contract name of the contract, for example {@code ModelRegistry}; empty for {@link #BLOCK_FINALIZED}
 * @param address the contract's address, lower-case 0x form; empty for {@link #BLOCK_FINALIZED}
 * @param event name of the Solidity event, or {@link #BLOCK_FINALIZED}
 * @param args JSON object text of the event's parameters by their Solidity names
 */
public record ChainEvent(
        long chainId,
        long ordinal,
        long blockNumber,
        String blockHash,
        long blockTimestampSeconds,
        String transaction,
        int logIndex,
        String contract,
        String address,
        String event,
        String args) {

    /** Written for every poll of the finalized head; it carries chain time. */
    public static final String BLOCK_FINALIZED = "BlockFinalized";

    /** The news that everything up to a block is final, {@code lastOrdinal} being the last event up to it. */
    public static ChainEvent blockFinalized(
            long chainId, long lastOrdinal, long blockNumber, String blockHash, long blockTimestampSeconds) {
        return new ChainEvent(
                chainId,
                lastOrdinal,
                blockNumber,
                blockHash,
                blockTimestampSeconds,
                "",
                -1,
                "",
                "",
                BLOCK_FINALIZED,
                "{}");
    }

    /** Whether this is the news of a final block, not a contract event. */
    public boolean isBlockFinalized() {
        return contract.isEmpty() && event.equals(BLOCK_FINALIZED);
    }
}
