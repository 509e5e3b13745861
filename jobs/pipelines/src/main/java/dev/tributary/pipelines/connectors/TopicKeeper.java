package dev.tributary.pipelines.connectors;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates a topic or refuses one that is not as it has to be; it never alters one, which is for a person to decide. */
final class TopicKeeper {
    /** A topic just created is not yet known to every broker. */
    private static final FailsafeExecutor<Object> PATIENT = Failsafe.with(RetryPolicy.builder()
            .handle(UnknownTopicOrPartitionException.class)
            .withMaxAttempts(100)
            .withDelay(Duration.ofMillis(100))
            .build());

    private final Admin admin;
    private final int replication;

    TopicKeeper(Admin admin, int replication) {
        this.admin = admin;
        this.replication = replication;
    }

    void ensure(TopicShape topic) {
        create(topic);
        differences(topic).stream().findFirst().ifPresent(difference -> {
            throw new TopicException(difference);
        });
    }

    /** In what an existing topic is not as it has to be, each with its code and what mends it. */
    List<String> differences(TopicShape topic) {
        return Stream.concat(partitionDifference(topic), settingDifferences(topic))
                .toList();
    }

    private void create(TopicShape topic) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replication - 1)));
        NewTopic created = new NewTopic(topic.name(), topic.partitions(), (short) replication).configs(settings);
        try {
            await(topic, admin.createTopics(List.of(created)).all());
        } catch (TopicExistsException e) {
            // Somebody else was first; the checks that follow decide whether it will do.
        }
    }

    private Stream<String> partitionDifference(TopicShape topic) {
        int partitions = describe(topic).partitions().size();
        if (partitions == topic.partitions()) {
            return Stream.empty();
        }
        return Stream.of("TOPIC_PARTITIONS: topic " + topic.name() + " has " + partitions + " partitions, not "
                + topic.partitions()
                + ". The number is fixed for a topic's life: configure that number, or a new topic.");
    }

    TopicDescription describe(TopicShape topic) {
        return PATIENT.get(() -> Objects.requireNonNull(
                await(topic, admin.describeTopics(List.of(topic.name())).allTopicNames())
                        .get(topic.name())));
    }

    private Stream<String> settingDifferences(TopicShape topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config actual = PATIENT.get(() -> Objects.requireNonNull(
                await(topic, admin.describeConfigs(List.of(resource)).all()).get(resource)));
        return topic.settings().entrySet().stream().flatMap(setting -> {
            ConfigEntry entry = actual.get(setting.getKey());
            String found = entry == null ? "" : String.valueOf(entry.value());
            return satisfies(setting.getKey(), found, setting.getValue())
                    ? Stream.empty()
                    : Stream.of(settingDifference(topic, setting.getKey(), found, setting.getValue()));
        });
    }

    private static String settingDifference(TopicShape topic, String setting, String found, String wanted) {
        return "TOPIC_SETTING: topic " + topic.name() + " has " + setting + "=" + found + ", not " + wanted
                + ". Run `kafka-configs.sh --bootstrap-server … --alter --entity-type topics --entity-name "
                + topic.name() + " --add-config " + setting + "=" + wanted
                + "`, and find out what the topic lost under the old setting.";
    }

    /** Larger records than needed do no harm; every other setting has to be the very one. */
    private static boolean satisfies(String setting, String found, String wanted) {
        return setting.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                ? Long.parseLong(found) >= Long.parseLong(wanted)
                : found.equals(wanted);
    }

    private static <T> T await(TopicShape topic, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException exists) {
                throw exists;
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            }
            throw new TopicException(
                    "TOPIC_UNREACHABLE: topic " + topic.name() + " cannot be created or looked at (" + e.getCause()
                            + "). Check kafka.bootstrap-servers, the broker and this program's rights.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("TOPIC_UNREACHABLE: interrupted while looking at topic " + topic.name() + ".", e);
        }
    }
}
