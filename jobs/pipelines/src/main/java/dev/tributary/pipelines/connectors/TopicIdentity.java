package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.SettlementHalted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that a reader goes on in the topic that it has read so far, and not at the same offsets of another one that
 * was given its name, and that no checkpoint says of one topic how far another was read. A partition of which nothing was
 * read yet may be of any topic. Where brokers give topics no ids, nothing is compared.
 */
final class TopicIdentity implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicIdentity.class);

    private final String topic;
    private final TopicIds ids;
    private final Duration patience;
    private Uuid id = Uuid.ZERO_UUID;
    /** As far as they were read when last looked at. */
    private List<KafkaPartitionSplit> read = List.of();

    /** @param patience with brokers that are asked for a checkpoint */
    TopicIdentity(String topic, TopicIds ids, Duration patience) {
        this.topic = topic;
        this.ids = ids;
        this.patience = patience;
    }

    /** Waits for the brokers' answer, before anything of the splits is read. */
    void begin(List<KafkaPartitionSplit> splits) {
        splits.stream()
                .filter(TopicIdentity::isBegun)
                .map(LogSplit::topicId)
                .filter(TopicIdentity::isKnown)
                .forEach(known -> id = known);
        read = Stream.concat(read.stream(), splits.stream()).toList();
        compare(read, await(ids.of(topic)));
    }

    /**
     * For a checkpoint: its splits, with the id of the topic they are of. The brokers are asked first, so that the
     * checkpoint is not taken where they name another one. A reader whose brokers give no answer reads nothing either.
     */
    List<KafkaPartitionSplit> mark(List<KafkaPartitionSplit> splits) {
        compare(marked(splits), awaitALittle(ids.of(topic)));
        read = marked(splits);
        return read;
    }

    private List<KafkaPartitionSplit> marked(List<KafkaPartitionSplit> splits) {
        return splits.stream()
                .<KafkaPartitionSplit>map(split -> new LogSplit(split, id))
                .toList();
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

    /** No id when there is no answer; the next checkpoint asks again. */
    private Uuid awaitALittle(CompletableFuture<Uuid> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("TOPIC_UNREACHABLE: the brokers do not say whether topic {} is still the same: {}", topic, e, e);
            return Uuid.ZERO_UUID;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
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
            throw interrupted(e);
        }
    }

    private TopicException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TopicException("TOPIC_UNREACHABLE: interrupted while looking at topic " + topic + ".", e);
    }

    @Override
    public void close() {
        ids.close();
    }
}
