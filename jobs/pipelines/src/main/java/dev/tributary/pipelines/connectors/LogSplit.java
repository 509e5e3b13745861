package dev.tributary.pipelines.connectors;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/** How far a partition is read, and of which topic of that name: one that is deleted and made anew has another id. */
final class LogSplit extends KafkaPartitionSplit {
    private final Uuid topicId;

    /** @param topicId {@link Uuid#ZERO_UUID} where brokers give topics no ids */
    LogSplit(KafkaPartitionSplit split, Uuid topicId) {
        super(
                split.getTopicPartition(),
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.topicId = topicId;
    }

    Uuid topicId() {
        return topicId;
    }

    /** Of the topic that the split was read from; none when nothing says which one that was. */
    static Uuid topicId(KafkaPartitionSplit split) {
        return split instanceof LogSplit known ? known.topicId : Uuid.ZERO_UUID;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && topicId.equals(topicId((KafkaPartitionSplit) other));
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + topicId.hashCode();
    }
}
