package dev.tributary.pipelines.state;

import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.connectors.DatabaseAccess;
import dev.tributary.pipelines.connectors.SealedPeriodSink;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The job's own sink of headers, under its own uid, with this process in the place of the database: what waits in a
 * savepoint to be committed is committed again by the job that goes on from it.
 */
final class CommitHeaders implements Sink<BatchHeader>, SupportsCommitter<BatchHeader> {
    private static final long serialVersionUID = 1L;
    private static final Map<Integer, Map<Long, String>> COMMITTED = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final int id = NEXT.incrementAndGet();
    private final SealedPeriodSink own =
            new SealedPeriodSink(new DatabaseAccess("jdbc:postgresql:none", "nobody", "no-password-file", 1));

    private CommitHeaders() {}

    static CommitHeaders attach(DataStream<BatchHeader> headers) {
        CommitHeaders sink = new CommitHeaders();
        COMMITTED.put(sink.id, new ConcurrentSkipListMap<>());
        headers.sinkTo(sink).uid(RoyaltyUids.COMMIT_HEADERS).setParallelism(1);
        return sink;
    }

    /** By epoch, in their canonical form. */
    List<String> headers() {
        return List.copyOf(new TreeMap<>(COMMITTED.getOrDefault(id, Map.of())).values());
    }

    @Override
    public CommittingSinkWriter<BatchHeader, BatchHeader> createWriter(WriterInitContext context) {
        return own.createWriter(context);
    }

    @Override
    public SimpleVersionedSerializer<BatchHeader> getCommittableSerializer() {
        return own.getCommittableSerializer();
    }

    @Override
    public Committer<BatchHeader> createCommitter(CommitterInitContext context) {
        int target = id;
        return new Committer<>() {
            @Override
            public void commit(Collection<CommitRequest<BatchHeader>> requests) {
                Map<Long, String> committed = COMMITTED.getOrDefault(target, new ConcurrentHashMap<>());
                for (CommitRequest<BatchHeader> request : requests) {
                    BatchHeader header = request.getCommittable();
                    String before = committed.put(header.epoch(), header.toCanonicalJson());
                    if (before != null && !before.equals(header.toCanonicalJson())) {
                        throw new IllegalStateException("two headers of an epoch: " + before + ", " + header);
                    }
                }
            }

            @Override
            public void close() {
                // Holds nothing that is open.
            }
        };
    }
}
