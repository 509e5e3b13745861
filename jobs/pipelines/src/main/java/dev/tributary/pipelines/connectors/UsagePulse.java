package dev.tributary.pipelines.connectors;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The heartbeats of the usage log as they are now, partition by partition: what its end holds, and what arrives while one
 * looks. What arrives tells the clock of the broker that stamped it.
 *
 * @param newestHeartbeat broker's stamp in milliseconds by partition; a partition without one has no entry
 * @param partitions how many there are
 * @param clockAheadMillis how far the stamp of what just arrived is ahead of this machine's clock, by partition; behind
 *     is negative and holds the way of the record too, so it is the most favourable one. Without what did not beat
 */
public record UsagePulse(Map<Integer, Long> newestHeartbeat, int partitions, Map<Integer, Long> clockAheadMillis) {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PATIENCE_MILLIS = 10_000;
    /** How many records from the end are looked through; more each time that some partition showed no heartbeat. */
    private static final List<Long> WINDOWS = List.of(64L, 1_024L, 8_192L);

    public UsagePulse {
        newestHeartbeat = Map.copyOf(newestHeartbeat);
        clockAheadMillis = Map.copyOf(clockAheadMillis);
    }

    /**
     * Reads the ends and listens until each partition has beaten, for so long at most.
     *
     * @throws TopicException when the topic cannot be read
     */
    public static UsagePulse take(String bootstrapServers, String topic, Duration listen, InstantSource clock) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers)) {
            return new Listener(topic, consumer, clock).take(listen);
        } catch (KafkaException e) {
            throw new TopicException(
                    "TOPIC_UNREACHABLE: topic " + topic + " cannot be read (" + e
                            + "). Check kafka.bootstrap-servers, the brokers and this program's rights.",
                    e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static final class Listener {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final InstantSource clock;
        private final List<TopicPartition> partitions;
        private final Map<Integer, Long> newest = new TreeMap<>();
        private final Map<Integer, Long> ahead = new TreeMap<>();

        Listener(String topic, KafkaConsumer<byte[], byte[]> consumer, InstantSource clock) {
            this.consumer = consumer;
            this.clock = clock;
            this.partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
        }

        UsagePulse take(Duration listen) {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (long window : WINDOWS) {
                lookThrough(window, begins, ends);
            }
            listen(ends, listen);
            return new UsagePulse(newest, partitions.size(), ahead);
        }

        private void lookThrough(long window, Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
            Map<TopicPartition, Long> wanted = new HashMap<>(ends);
            wanted.keySet().removeIf(partition -> newest.containsKey(partition.partition()));
            consumer.pause(partitions);
            consumer.resume(wanted.keySet());
            wanted.forEach((partition, end) ->
                    consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - window)));
            long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
            while (!reached(wanted) && System.nanoTime() < deadline) {
                consumer.poll(POLL).forEach(this::note);
            }
        }

        private boolean reached(Map<TopicPartition, Long> ends) {
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        }

        private void listen(Map<TopicPartition, Long> ends, Duration listen) {
            consumer.resume(partitions);
            ends.forEach(consumer::seek);
            Collection<Integer> silent = new TreeSet<>();
            partitions.forEach(partition -> silent.add(partition.partition()));
            boolean first = true;
            long deadline = System.nanoTime() + listen.toNanos();
            while (!silent.isEmpty() && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    note(record);
                    // What the first answer brings may have waited since the ends were asked for.
                    if (!first) {
                        ahead.merge(record.partition(), record.timestamp() - clock.millis(), Math::max);
                        silent.remove(record.partition());
                    }
                }
                first = false;
            }
        }

        private void note(ConsumerRecord<byte[], byte[]> record) {
            if (record.headers().lastHeader(HeartbeatSink.HEADER) != null) {
                newest.merge(record.partition(), record.timestamp(), Math::max);
            }
        }
    }
}
