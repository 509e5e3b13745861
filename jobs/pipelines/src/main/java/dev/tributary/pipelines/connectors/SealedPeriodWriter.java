package dev.tributary.pipelines.connectors;

import dev.tributary.domain.settlement.BatchHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Hands the headers since the last checkpoint to the committer; writes nothing itself. */
final class SealedPeriodWriter implements CommittingSinkWriter<BatchHeader, BatchHeader> {
    private List<BatchHeader> headers = new ArrayList<>();

    @Override
    public void write(BatchHeader header, Context context) {
        headers.add(header);
    }

    @Override
    public Collection<BatchHeader> prepareCommit() {
        List<BatchHeader> prepared = headers;
        headers = new ArrayList<>();
        return prepared;
    }

    @Override
    public void flush(boolean endOfInput) {
        // Nothing is written before the commit.
    }

    @Override
    public void close() {
        // Holds nothing that is open.
    }
}
