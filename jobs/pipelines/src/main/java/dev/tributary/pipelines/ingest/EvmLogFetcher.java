package dev.tributary.pipelines.ingest;

import dev.tributary.chain.EventDecoder;
import dev.tributary.chain.EventDecodingException;
import dev.tributary.chain.EvmRpc;
import dev.tributary.chain.RpcDisagreementException;
import dev.tributary.chain.RpcException;
import dev.tributary.chain.RpcRefusedException;
import dev.tributary.chain.WrongChainException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the finalized head on the fetching thread. A failed read is tried again, later and later and with fewer blocks,
 * for as long as it takes; nothing is skipped.
 */
final class EvmLogFetcher implements SplitReader<EvmLogStep, EvmLogSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(EvmLogFetcher.class);
    private static final long FIRST_BACKOFF_MILLIS = 200;
    private static final long LONGEST_BACKOFF_MILLIS = 10_000;

    private final EvmRpc rpc;
    private final FinalizedLogs logs;
    private final EvmLogPace pace;
    private final IngestMetrics metrics;
    private final Semaphore wakeUps = new Semaphore(0);
    private @Nullable EvmLogSplit position;
    private int mostBlocks;
    private long backoffMillis = FIRST_BACKOFF_MILLIS;
    private long waitMillis;

    EvmLogFetcher(EvmRpc rpc, EventDecoder decoder, EvmLogPace pace, IngestMetrics metrics) {
        this.rpc = rpc;
        this.logs = new FinalizedLogs(rpc, decoder);
        this.pace = pace;
        this.metrics = metrics;
        this.mostBlocks = pace.blocksPerFetch();
    }

    @Override
    public RecordsWithSplitIds<EvmLogStep> fetch() {
        if (position == null || isWokenUpWhileWaiting()) {
            return none();
        }
        try {
            FinalizedLogs.Fetched fetched = logs.read(position, mostBlocks);
            return given(position, fetched);
        } catch (IngestHaltedException | EventDecodingException | WrongChainException e) {
            LOG.error("Ingestion halts: {}", e.getMessage());
            throw new SuppressRestartsException(e);
        } catch (RpcException | InconsistentAnswerException e) {
            backOff(e);
            return none();
        }
    }

    private RecordsWithSplitIds<EvmLogStep> given(EvmLogSplit from, FinalizedLogs.Fetched fetched) {
        mostBlocks = pace.blocksPerFetch();
        backoffMillis = FIRST_BACKOFF_MILLIS;
        waitMillis = fetched.hasMore() ? 0 : pace.pollMillis();
        metrics.finalizedHead(fetched.headBlock());
        if (!fetched.hasMore()) {
            noteHead();
        }
        if (fetched.steps().isEmpty()) {
            return none();
        }
        EvmLogStep last = fetched.steps().get(fetched.steps().size() - 1);
        position = last.after();
        metrics.read(position, last.events().get(last.events().size() - 1).blockTimestampSeconds());
        return new RecordsBySplits<>(Map.of(from.splitId(), fetched.steps()), Set.of());
    }

    /** For people alone: nothing waits for it or fails with it. */
    private void noteHead() {
        try {
            metrics.head(rpc.latestHead().number());
        } catch (RpcException e) {
            LOG.debug("The newest block is not known", e);
        }
    }

    private void backOff(RuntimeException failure) {
        metrics.failed();
        if (failure instanceof RpcDisagreementException || failure instanceof InconsistentAnswerException) {
            metrics.disagreed();
        }
        if (failure instanceof RpcRefusedException) {
            // Providers refuse ranges with too many logs, each in other words.
            mostBlocks = Math.max(1, mostBlocks / 2);
        }
        LOG.warn("Chain not read, next try in {} ms: {}", backoffMillis, failure.getMessage());
        waitMillis = backoffMillis;
        backoffMillis = Math.min(LONGEST_BACKOFF_MILLIS, backoffMillis * 2);
    }

    private boolean isWokenUpWhileWaiting() {
        try {
            boolean woken = wakeUps.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
            wakeUps.drainPermits();
            return woken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static RecordsWithSplitIds<EvmLogStep> none() {
        return new RecordsBySplits<>(Map.of(), Set.of());
    }

    @Override
    public void handleSplitsChanges(SplitsChange<EvmLogSplit> change) {
        change.splits().forEach(split -> position = split);
    }

    @Override
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void close() {
        rpc.close();
    }
}
