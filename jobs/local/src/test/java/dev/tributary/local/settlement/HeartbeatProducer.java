package dev.tributary.local.settlement;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** Heartbeats in the first partitions of a topic, five a second, as ChainIngestJob writes them. */
final class HeartbeatProducer implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final long INTERVAL_MILLIS = 200;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final AtomicLong beats = new AtomicLong();
    private final Thread thread = new Thread(this::run, "heartbeats");

    private HeartbeatProducer(String bootstrapServers, String topic, int partitions) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.partitions = partitions;
    }

    static HeartbeatProducer start(String bootstrapServers, String topic, int partitions) {
        HeartbeatProducer heartbeats = new HeartbeatProducer(bootstrapServers, topic, partitions);
        heartbeats.thread.start();
        return heartbeats;
    }

    private void run() {
        try {
            while (true) {
                for (int partition = 0; partition < partitions; partition++) {
                    producer.send(new ProducerRecord<>(
                                    topic,
                                    partition,
                                    NOTHING,
                                    NOTHING,
                                    List.of(new RecordHeader("heartbeat", NOTHING))))
                            .get();
                }
                beats.incrementAndGet();
                Thread.sleep(INTERVAL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("no heartbeats in " + topic, e);
        }
    }

    /** Until so many are in every partition. */
    void awaitBeats(long wanted) {
        Awaitility.await().until(() -> beats.get() >= wanted);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
