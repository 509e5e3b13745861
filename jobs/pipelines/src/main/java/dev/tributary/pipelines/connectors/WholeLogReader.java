package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.SettlementHalted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/** Reads as the connector's reader does, of one topic for all times, and names the gap when the log has one. */
@SuppressWarnings("try") // the interface declares that closing it may throw anything
final class WholeLogReader<T> implements SourceReader<T, KafkaPartitionSplit> {
    private final SourceReader<T, KafkaPartitionSplit> kafka;
    private final TopicIdentity topic;

    WholeLogReader(SourceReader<T, KafkaPartitionSplit> kafka, TopicIdentity topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        try {
            return kafka.pollNext(output);
        } catch (RuntimeException e) {
            Optional<InvalidOffsetException> gap = ExceptionUtils.findThrowable(e, InvalidOffsetException.class);
            if (gap.isPresent()) {
                throw halted(gap.get());
            }
            throw e;
        }
    }

    private static SuppressRestartsException halted(InvalidOffsetException gap) {
        String missing = gap instanceof OffsetOutOfRangeException outOfRange
                ? byName(outOfRange).toString()
                : gap.partitions().toString();
        return SettlementHalted.because(
                "LOG_GAP",
                "the broker does not have the records to go on from, {partition=offset}: " + missing
                        + ". Retention or a person removed them, or the topic was created anew; skipping them would"
                        + " lose their lines. Bring back a replica that has them, with the topic's id, then start the"
                        + " job from its last checkpoint.");
    }

    private static SortedMap<String, Long> byName(OffsetOutOfRangeException gap) {
        SortedMap<String, Long> offsets = new TreeMap<>();
        gap.offsetOutOfRangePartitions().forEach((partition, offset) -> offsets.put(partition.toString(), offset));
        return offsets;
    }

    @Override
    public void start() {
        kafka.start();
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return topic.mark(kafka.snapshotState(checkpointId));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return kafka.isAvailable();
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        topic.begin(splits);
        kafka.addSplits(splits);
    }

    @Override
    public void notifyNoMoreSplits() {
        kafka.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        kafka.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        kafka.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        kafka.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> splitsToPause, Collection<String> splitsToResume) {
        kafka.pauseOrResumeSplits(splitsToPause, splitsToResume);
    }

    @Override
    public void close() throws Exception {
        try (topic) {
            kafka.close();
        }
    }
}
