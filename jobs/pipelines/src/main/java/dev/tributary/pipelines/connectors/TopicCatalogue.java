package dev.tributary.pipelines.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;

/** The topics of {@code schemas/asyncapi.yaml}, from which they are created and against which they are checked. */
public final class TopicCatalogue {
    private static final String RESOURCE = "/dev/tributary/schemas/asyncapi.yaml";

    private final List<TopicShape> topics;

    private TopicCatalogue(List<TopicShape> topics) {
        this.topics = topics;
    }

    /** Reads the catalogue that was built in. */
    public static TopicCatalogue load() {
        try (InputStream yaml = TopicCatalogue.class.getResourceAsStream(RESOURCE)) {
            JsonNode channels = new YAMLMapper()
                    .readTree(Objects.requireNonNull(yaml, RESOURCE))
                    .get("channels");
            List<TopicShape> topics = new ArrayList<>();
            channels.properties().forEach(channel -> topics.add(shape(channel.getKey(), channel.getValue())));
            return new TopicCatalogue(List.copyOf(topics));
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in catalogue of topics is unreadable", e);
        }
    }

    private static TopicShape shape(String name, JsonNode channel) {
        JsonNode kafka = channel.get("bindings").get("kafka");
        Map<String, String> settings = new TreeMap<>();
        kafka.get("topicConfiguration")
                .properties()
                .forEach(setting -> settings.put(setting.getKey(), text(setting.getValue())));
        return new TopicShape(name, kafka.path("partitions").asInt(0), settings);
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        return String.join(",", items);
    }

    List<TopicShape> topics() {
        return topics;
    }

    /**
     * Creates the named topics that are missing and checks those that are there.
     *
     * @param nameByTopic the name used for each topic of the catalogue that the caller needs
     * @param usagePartitions partitions of the usage topic, fixed for its life
     * @param replication copies of every record of a topic that is created; all but one must be in sync to write
     * @throws TopicException when a topic is not as the catalogue has it, or the broker is not reachable
     */
    public void ensure(String bootstrapServers, Map<String, String> nameByTopic, int usagePartitions, int replication) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            TopicKeeper keeper = new TopicKeeper(admin, replication);
            for (TopicShape topic : topics) {
                String name = nameByTopic.get(topic.name());
                if (name != null) {
                    keeper.ensure(named(topic, name, usagePartitions));
                }
            }
        }
    }

    /** How a topic of the catalogue has to be under the name that is used for it. */
    TopicShape shape(String topic, String name, int usagePartitions) {
        return topics.stream()
                .filter(known -> known.name().equals(topic))
                .findFirst()
                .map(known -> named(known, name, usagePartitions))
                .orElseThrow(() -> new IllegalArgumentException("no topic " + topic + " in the catalogue"));
    }

    private static TopicShape named(TopicShape topic, String name, int usagePartitions) {
        int partitions = topic.partitions() == 0 ? usagePartitions : topic.partitions();
        return new TopicShape(name, partitions, topic.settings());
    }
}
