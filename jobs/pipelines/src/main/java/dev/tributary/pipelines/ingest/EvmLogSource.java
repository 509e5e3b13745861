package dev.tributary.pipelines.ingest;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.Deployment;
import dev.tributary.chain.EventDecoder;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The events of a deployment's contracts, from finalized blocks alone, in the order (block, log index), numbered 1, 2, 3 …
 * and followed by {@code BlockFinalized} at the end of everything that one poll of the finalized head brought.
 *
 * <p>It runs at parallelism 1. After a restore it continues with the next event and the next ordinal. When a block that it
 * has read has another hash later, or a log is not in the contract's ABI, it halts the job for good: see
 * {@link IngestHaltedException}. While the node is away it waits.
 */
public final class EvmLogSource implements Source<ChainEvent, EvmLogSplit, EvmLogEnumeratorState> {
    private static final long serialVersionUID = 1L;

    private final EvmRpcFactory rpc;
    private final Deployment deployment;
    private final EvmLogPace pace;

    public EvmLogSource(EvmRpcFactory rpc, Deployment deployment, EvmLogPace pace) {
        this.rpc = rpc;
        this.deployment = deployment;
        this.pace = pace;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<EvmLogSplit, EvmLogEnumeratorState> createEnumerator(
            SplitEnumeratorContext<EvmLogSplit> context) {
        return new EvmLogEnumerator(context, firstSplit());
    }

    @Override
    public SplitEnumerator<EvmLogSplit, EvmLogEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<EvmLogSplit> context, EvmLogEnumeratorState state) {
        return new EvmLogEnumerator(context, state.assigned() ? null : firstSplit());
    }

    private EvmLogSplit firstSplit() {
        return EvmLogSplit.startingAt(deployment.deploymentBlock());
    }

    @Override
    public SourceReader<ChainEvent, EvmLogSplit> createReader(SourceReaderContext context) {
        IngestMetrics metrics = IngestMetrics.register(context.metricGroup());
        EventDecoder decoder = EventDecoder.of(deployment);
        return new EvmLogReader(() -> new EvmLogFetcher(rpc.connect(), decoder, pace, metrics), context);
    }

    @Override
    public SimpleVersionedSerializer<EvmLogSplit> getSplitSerializer() {
        return new EvmLogSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<EvmLogEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new EvmLogEnumeratorStateSerializer();
    }
}
