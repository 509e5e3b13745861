package dev.tributary.bench.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.metering.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The usage log in the memory of this process, partition by partition as Kafka's source reads it, with a watermark per
 * partition. After the last record it is quiet and does not end, as a log.
 */
final class MemoryUsage implements Source<UsageRecord, MemoryUsage.Partition, String> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, List<List<UsageRecord>>> LOGS = new ConcurrentHashMap<>();
    private static final String NO_STATE = "";

    private final String name;

    record Partition(int number, int position) implements SourceSplit {
        @Override
        public String splitId() {
            return Integer.toString(number);
        }
    }

    private MemoryUsage(String name) {
        this.name = name;
    }

    static MemoryUsage of(String name, List<UsageRecord> records, int partitions) {
        List<List<UsageRecord>> log = IntStream.range(0, partitions)
                .mapToObj(partition -> records.stream()
                        .filter(record -> record.partition() == partition)
                        .toList())
                .toList();
        LOGS.put(name, log);
        return new MemoryUsage(name);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<UsageRecord, Partition> createReader(SourceReaderContext context) {
        return new Reader(LOGS.getOrDefault(name, List.of()));
    }

    @Override
    public SplitEnumerator<Partition, String> createEnumerator(SplitEnumeratorContext<Partition> context) {
        return new Enumerator(LOGS.getOrDefault(name, List.of()).size(), context);
    }

    @Override
    public SplitEnumerator<Partition, String> restoreEnumerator(
            SplitEnumeratorContext<Partition> context, String state) {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<Partition> getSplitSerializer() {
        return new TextSerializer<>() {
            @Override
            String write(Partition partition) {
                return partition.number + " " + partition.position;
            }

            @Override
            Partition read(String text) {
                int space = text.indexOf(' ');
                return new Partition(
                        Integer.parseInt(text.substring(0, space)), Integer.parseInt(text.substring(space + 1)));
            }
        };
    }

    @Override
    public SimpleVersionedSerializer<String> getEnumeratorCheckpointSerializer() {
        return new TextSerializer<>() {
            @Override
            String write(String state) {
                return state;
            }

            @Override
            String read(String text) {
                return text;
            }
        };
    }

    private abstract static class TextSerializer<T> implements SimpleVersionedSerializer<T> {
        abstract String write(T value);

        abstract T read(String text);

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(T value) {
            return write(value).getBytes(UTF_8);
        }

        @Override
        public T deserialize(int version, byte[] serialized) {
            return read(new String(serialized, UTF_8));
        }
    }

    /** Partition p belongs to subtask p modulo their number. */
    private record Enumerator(int partitions, SplitEnumeratorContext<Partition> context)
            implements SplitEnumerator<Partition, String> {
        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String hostname) {}

        @Override
        public void addSplitsBack(List<Partition> splits, int subtask) {}

        @Override
        public void addReader(int subtask) {
            for (int partition = subtask; partition < partitions; partition += context.currentParallelism()) {
                context.assignSplit(new Partition(partition, 0), subtask);
            }
        }

        @Override
        public String snapshotState(long checkpoint) {
            return NO_STATE;
        }

        @Override
        public void close() {}
    }

    private static final class Reader implements SourceReader<UsageRecord, Partition> {
        private final List<List<UsageRecord>> log;
        private final List<Partition> splits = new ArrayList<>();
        private final CompletableFuture<Void> assigned = new CompletableFuture<>();
        private int next;

        Reader(List<List<UsageRecord>> log) {
            this.log = log;
        }

        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<UsageRecord> output) {
            for (int tried = 0; tried < splits.size(); tried++) {
                int turn = next;
                next = (next + 1) % splits.size();
                Partition split = splits.get(turn);
                List<UsageRecord> records = log.get(split.number);
                if (split.position < records.size()) {
                    UsageRecord record = records.get(split.position);
                    splits.set(turn, new Partition(split.number, split.position + 1));
                    output.createOutputForSplit(split.splitId()).collect(record, record.appendTimeMillis());
                    return InputStatus.MORE_AVAILABLE;
                }
            }
            return InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return splits.isEmpty() ? assigned : new CompletableFuture<>();
        }

        @Override
        public List<Partition> snapshotState(long checkpoint) {
            return List.copyOf(splits);
        }

        @Override
        public void addSplits(List<Partition> added) {
            splits.addAll(added);
            assigned.complete(null);
        }

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }
}
