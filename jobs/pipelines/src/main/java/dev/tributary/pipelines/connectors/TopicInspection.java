package dev.tributary.pipelines.connectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Looks at topics as they are and changes nothing. */
public final class TopicInspection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Admin admin;
    private final TopicKeeper keeper;
    private final int replication;

    private TopicInspection(Admin admin, int replication) {
        this.admin = admin;
        this.keeper = new TopicKeeper(admin, replication);
        this.replication = replication;
    }

    /** @param replication how many copies every partition should have */
    public static TopicInspection open(String bootstrapServers, int replication) {
        return new TopicInspection(
                Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS)),
                replication);
    }

    /**
     * What is wrong with a topic, each with what mends it; empty when it is as it has to be.
     *
     * @param topic its name in the catalogue
     * @param name the name that is used for it
     * @throws TopicException when the brokers do not answer
     */
    public List<String> differences(String topic, String name, int usagePartitions) {
        if (!await(name, admin.listTopics().names()).contains(name)) {
            return List.of("TOPIC_MISSING: there is no topic " + name + ". Start the jobs, which create it, or correct"
                    + " its name in the configuration.");
        }
        TopicShape shape = TopicCatalogue.load().shape(topic, name, usagePartitions);
        List<String> differences = new ArrayList<>(keeper.differences(shape));
        TopicDescription described = keeper.describe(shape);
        described.partitions().stream()
                .map(partition -> copyDifference(name, partition))
                .filter(difference -> !difference.isEmpty())
                .findFirst()
                .ifPresent(differences::add);
        deleted(described).ifPresent(differences::add);
        return differences;
    }

    private String copyDifference(String name, TopicPartitionInfo partition) {
        String where = "partition " + partition.partition() + " of topic " + name;
        if (partition.leader() == null || partition.leader().isEmpty()) {
            return "TOPIC_WITHOUT_LEADER: " + where
                    + " has no leader. Bring its broker back; never elect one that is not" + " in sync.";
        }
        if (partition.replicas().size() < replication) {
            return "TOPIC_COPIES: " + where + " has " + partition.replicas().size() + " copies, not " + replication
                    + ". Add replicas with `kafka-reassign-partitions.sh`, or lower `topic.replication` where losing a"
                    + " disk may lose money.";
        }
        if (partition.isr().size() < partition.replicas().size()) {
            return "TOPIC_OUT_OF_SYNC: " + where + " has " + partition.isr().size() + " of "
                    + partition.replicas().size() + " copies in sync. Look at the broker that is behind.";
        }
        return "";
    }

    /** Records of a log that keeps everything begin at 0. */
    private Optional<String> deleted(TopicDescription topic) {
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        topic.partitions()
                .forEach(partition ->
                        earliest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> first =
                await(topic.name(), admin.listOffsets(earliest).all());
        String begun = first.entrySet().stream()
                .filter(entry -> entry.getValue().offset() > 0)
                .map(entry ->
                        entry.getKey().partition() + " at " + entry.getValue().offset())
                .sorted()
                .collect(Collectors.joining(", "));
        return begun.isEmpty()
                ? Optional.empty()
                : Optional.of("TOPIC_TRUNCATED: topic " + topic.name() + " lost its first records (partition " + begun
                        + "). Keep the exports of before: nobody can recompute the log without them.");
    }

    private static <T> T await(String topic, KafkaFuture<T> answer) {
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
        admin.close();
    }
}
