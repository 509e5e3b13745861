package dev.tributary.pipelines.ingest;

import dev.tributary.chain.ChainEvent;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/** Gives out what a {@link EvmLogFetcher} read on its own thread, one step at a time. */
@SuppressWarnings("try") // The close() that it inherits may be interrupted.
final class EvmLogReader
        extends SingleThreadMultiplexSourceReaderBase<EvmLogStep, ChainEvent, EvmLogSplit, EvmLogSplitState> {
    EvmLogReader(Supplier<SplitReader<EvmLogStep, EvmLogSplit>> fetcher, SourceReaderContext context) {
        super(
                fetcher,
                (step, output, state) -> {
                    step.events().forEach(output::collect);
                    state.advance(step.after());
                },
                context.getConfiguration(),
                context);
    }

    @Override
    protected void onSplitFinished(Map<String, EvmLogSplitState> finished) {
        throw new IllegalStateException("a chain does not end: " + finished.keySet());
    }

    @Override
    protected EvmLogSplitState initializedState(EvmLogSplit split) {
        return new EvmLogSplitState(split);
    }

    @Override
    protected EvmLogSplit toSplitType(String splitId, EvmLogSplitState state) {
        return state.toSplit();
    }
}
