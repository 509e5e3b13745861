package dev.tributary.pipelines.ingest;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/** Hands the one split to the first reader, once; after a restore the reader has it in its own state. */
final class EvmLogEnumerator implements SplitEnumerator<EvmLogSplit, EvmLogEnumeratorState> {
    private final SplitEnumeratorContext<EvmLogSplit> context;
    private @Nullable EvmLogSplit unassigned;

    EvmLogEnumerator(SplitEnumeratorContext<EvmLogSplit> context, @Nullable EvmLogSplit unassigned) {
        this.context = context;
        this.unassigned = unassigned;
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
        if (unassigned == null) {
            return;
        }
        context.assignSplit(unassigned, subtask);
        unassigned = null;
    }

    @Override
    public void addSplitsBack(List<EvmLogSplit> splits, int subtask) {
        for (EvmLogSplit split : splits) {
            unassigned = split;
        }
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public EvmLogEnumeratorState snapshotState(long checkpointId) {
        return new EvmLogEnumeratorState(unassigned == null);
    }

    @Override
    public void close() {}
}
