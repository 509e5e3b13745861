package dev.tributary.pipelines.ingest;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.EvmLog;
import java.util.List;

/** Headers of consecutive blocks, each naming the one before as its parent; what proves the logs of a range. */
final class HeaderChain {
    private final List<BlockHeader> headers;

    private HeaderChain(List<BlockHeader> headers) {
        this.headers = headers;
    }

    /** Headers that begin with the last block read, if one was, and are linked by parent hashes. */
    static HeaderChain verified(List<BlockHeader> headers, EvmLogSplit position) {
        BlockHeader first = headers.get(0);
        if (position.hasRead() && !first.hash().equals(position.lastBlockHash())) {
            throw IngestHaltedException.finalizedBlockChanged(first.number(), position.lastBlockHash(), first.hash());
        }
        for (int i = 1; i < headers.size(); i++) {
            BlockHeader parent = headers.get(i - 1);
            BlockHeader child = headers.get(i);
            if (child.number() != parent.number() + 1 || !child.parentHash().equals(parent.hash())) {
                throw new InconsistentAnswerException("block " + child.number() + " has parent " + child.parentHash()
                        + ", and block " + parent.number() + " is " + parent.hash());
            }
        }
        return new HeaderChain(headers);
    }

    BlockHeader last() {
        return headers.get(headers.size() - 1);
    }

    BlockHeader at(long number) {
        long index = number - headers.get(0).number();
        if (index < 0 || index >= headers.size()) {
            throw new InconsistentAnswerException("block " + number + " was not asked for");
        }
        return headers.get((int) index);
    }

    /** The finalized head as it was polled is the last of these blocks. */
    void requireSame(BlockHeader head) {
        if (!head.hash().equals(last().hash())) {
            throw new InconsistentAnswerException(
                    "finalized block " + head.number() + " is " + head.hash() + " and then " + last().hash());
        }
    }

    /** Every log is in one of these blocks, from {@code firstBlock} on, and none is there twice. */
    void requireProved(List<EvmLog> logs, long firstBlock) {
        long previousBlock = -1;
        int previousIndex = -1;
        for (EvmLog log : logs) {
            if (log.blockNumber() < firstBlock
                    || !log.blockHash().equals(at(log.blockNumber()).hash())) {
                throw new InconsistentAnswerException("log " + log.logIndex() + " of block " + log.blockNumber()
                        + " is of another block with hash " + log.blockHash());
            }
            if (log.blockNumber() == previousBlock && log.logIndex() <= previousIndex) {
                throw new InconsistentAnswerException(
                        "log " + log.logIndex() + " of block " + log.blockNumber() + " is there twice");
            }
            previousBlock = log.blockNumber();
            previousIndex = log.logIndex();
        }
    }
}
