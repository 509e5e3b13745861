package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.SettlementHalted;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a reader goes on in the topic that it has read so far, and not at the same offsets of another one that
 * was given its name. A partition of which nothing was read yet may be of any topic. Where brokers give topics no ids,
 * nothing is compared.
 */
final class TopicIdentity implements AutoCloseable {
    private final String topic;
    private final TopicIds ids;
    private Uuid id = Uuid.ZERO_UUID;
    /** As far as the newest checkpoint has it. */
    private List<KafkaPartitionSplit> read = List.of();

    private @Nullable CompletableFuture<Uuid> asked;

    TopicIdentity(String topic, TopicIds ids) {
        this.topic = topic;
        this.ids = ids;
    }

    /** Waits for the brokers' answer, before anything of the splits is read. */
    void begin(List<KafkaPartitionSplit> splits) {
        splits.stream()
                .filter(TopicIdentity::isBegun)
                .map(LogSplit::topicId)
                .filter(TopicIdentity::isKnown)
                .forEach(known -> id = known);
        compare(splits, await(ids.of(topic)));
    }

    /** For a checkpoint: its splits, with the id of the topic they are of. The brokers are asked for it once more. */
    List<KafkaPartitionSplit> mark(List<KafkaPartitionSplit> splits) {
        read = splits.stream()
                .<KafkaPartitionSplit>map(split -> new LogSplit(split, id))
                .toList();
        if (asked == null) {
            asked = ids.of(topic);
        }
        return read;
    }

    /** Takes the brokers' answer when it has come; to be called often, and cheap. One that fails will be asked again. */
    void look() {
        CompletableFuture<Uuid> answer = asked;
        if (answer == null || !answer.isDone()) {
            return;
        }
        asked = null;
        if (!answer.isCompletedExceptionally()) {
            compare(read, answer.join());
        }
    }

    private void compare(Collection<KafkaPartitionSplit> splits, Uuid now) {
        if (!isKnown(now)) {
            return;
        }
        for (KafkaPartitionSplit split : splits) {
            Uuid before = LogSplit.topicId(split);
            if (isBegun(split) && isKnown(before) && !before.equals(now)) {
                throw replaced(splits, before, now);
            }
        }
        id = now;
    }

    private static boolean isBegun(KafkaPartitionSplit split) {
        return split.getStartingOffset() > 0;
    }

    private static boolean isKnown(Uuid id) {
        return !id.equals(Uuid.ZERO_UUID);
    }

    private SuppressRestartsException replaced(Collection<KafkaPartitionSplit> splits, Uuid before, Uuid now) {
        String offsets = splits.stream()
                .map(split -> split.getTopicPartition() + "=" + split.getStartingOffset())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", ", "{", "}"));
        return SettlementHalted.because(
                "LOG_REPLACED",
                "topic " + topic + " is not the one that was read: that one had the id " + before
                        + ", this one, made anew under its name, has " + now
                        + ". What it holds from {partition=offset} "
                        + offsets + " on is not what followed in the other: going on would lose lines. Bring back the"
                        + " topic with the old id, then start the job from its last checkpoint; or, if this one holds"
                        + " the very records of the other from the first on, with their stamps, start the job without"
                        + " a checkpoint: it reads both logs from the beginning.");
    }

    private Uuid await(CompletableFuture<Uuid> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new TopicException(
                    "TOPIC_UNREACHABLE: topic " + topic + " cannot be looked at (" + e.getCause()
                            + "). Check kafka.bootstrap-servers, the broker and this program's rights.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("TOPIC_UNREACHABLE: interrupted while looking at topic " + topic + ".", e);
        }
    }

    @Override
    public void close() {
        ids.close();
    }
}
