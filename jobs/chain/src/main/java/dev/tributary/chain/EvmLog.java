package dev.tributary.chain;

import java.util.List;

/**
 * One contract log as a node returns it; hashes and addresses in lower-case 0x form.
 *
 * @param logIndex place in the block, from 0
 * @param topics up to four 32-byte values, the first is the hash of the event's signature
 * @param payload the ABI-encoded parameters that are not indexed, 0x-hex
 */
public record EvmLog(
        long blockNumber,
        String blockHash,
        String transaction,
        int logIndex,
        String address,
        List<String> topics,
        String payload) {
    public EvmLog {
        topics = List.copyOf(topics);
    }
}
