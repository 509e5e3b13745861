package dev.tributary.pipelines.ingest;

import dev.tributary.chain.BlockHeader;
import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.DecodedEvent;
import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EvmLog;
import dev.tributary.chain.EvmRpc;
import java.util.ArrayList;
import java.util.List;

/** Reads the next range of finalized blocks and proves it against its headers before anything of it is given out. */
final class FinalizedLogs {
    private final EvmRpc rpc;
    private final EventDecoder decoder;

    FinalizedLogs(EvmRpc rpc, EventDecoder decoder) {
        this.rpc = rpc;
        this.decoder = decoder;
    }

    /**
     * What one look at the finalized head brought.
     *
     * @param steps the blocks with events, then the news that the last block is final; empty when the head is behind the
     *     position, as of a node that lags
     */
    record Fetched(long headBlock, List<EvmLogStep> steps) {
        boolean hasMore() {
            return !steps.isEmpty() && steps.get(steps.size() - 1).after().nextBlock() <= headBlock;
        }
    }

    /**
     * Reads on from a position.
     *
     * @throws IngestHaltedException when the last block read has another hash now
     * @throws InconsistentAnswerException when logs and headers do not fit; worth another try
     */
    Fetched read(EvmLogSplit position, int mostBlocks) {
        BlockHeader head = rpc.finalizedHead();
        long first = position.hasRead() ? position.nextBlock() - 1 : position.nextBlock();
        if (head.number() < first) {
            return new Fetched(head.number(), List.of());
        }
        long last = Math.min(head.number(), position.nextBlock() + mostBlocks - 1);
        HeaderChain headers = HeaderChain.verified(rpc.headers(first, last), position);
        if (last == head.number()) {
            headers.requireSame(head);
        }
        List<EvmLog> logs =
                position.nextBlock() > last ? List.of() : rpc.logs(position.nextBlock(), last, decoder.addresses());
        requireAsked(logs);
        headers.requireProved(logs, position.nextBlock());
        return new Fetched(head.number(), steps(position, headers, logs));
    }

    private void requireAsked(List<EvmLog> logs) {
        for (EvmLog log : logs) {
            if (!decoder.addresses().contains(log.address())) {
                throw new InconsistentAnswerException("a log of " + log.address() + ", which was not asked for");
            }
        }
    }

    private List<EvmLogStep> steps(EvmLogSplit position, HeaderChain headers, List<EvmLog> logs) {
        List<EvmLogStep> steps = new ArrayList<>();
        long ordinal = position.lastOrdinal();
        int next = 0;
        while (next < logs.size()) {
            BlockHeader block = headers.at(logs.get(next).blockNumber());
            List<ChainEvent> events = new ArrayList<>();
            while (next < logs.size() && logs.get(next).blockNumber() == block.number()) {
                events.add(event(block, logs.get(next++), ++ordinal));
            }
            steps.add(new EvmLogStep(events, new EvmLogSplit(block.number() + 1, block.hash(), ordinal)));
        }
        BlockHeader last = headers.last();
        ChainEvent news =
                ChainEvent.blockFinalized(rpc.chainId(), ordinal, last.number(), last.hash(), last.timestampSeconds());
        steps.add(new EvmLogStep(List.of(news), new EvmLogSplit(last.number() + 1, last.hash(), ordinal)));
        return steps;
    }

    private ChainEvent event(BlockHeader block, EvmLog log, long ordinal) {
        DecodedEvent decoded = decoder.decode(log);
        return new ChainEvent(
                rpc.chainId(),
                ordinal,
                block.number(),
                block.hash(),
                block.timestampSeconds(),
                log.transaction(),
                log.logIndex(),
                decoded.contract(),
                log.address(),
                decoded.event(),
                decoded.args());
    }
}
