package dev.tributary.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic in memory that can be away, or take a report and lose the acknowledgement. */
final class Broker {
    private final String topic;
    private final int partitions;
    private final List<ProducerRecord<byte[], byte[]>> log = new ArrayList<>();
    private boolean away;
    private int acknowledgementsToLose;

    Broker(String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
    }

    synchronized void loseAcknowledgements(int count) {
        acknowledgementsToLose = count;
    }

    synchronized List<ProducerRecord<byte[], byte[]>> log() {
        return List.copyOf(log);
    }

    Producer<byte[], byte[]> producer() {
        Node node = new Node(0, "localhost", 1);
        Node[] replicas = {node};
        List<PartitionInfo> infos = IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionInfo(topic, partition, node, replicas, replicas))
                .toList();
        Cluster cluster = new Cluster("test", List.of(node), infos, Set.of(), Set.of());
        return new MockProducer<>(cluster, false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                var future = super.send(record);
                if (take(record)) {
                    completeNext();
                } else {
                    errorNext(new TimeoutException("no acknowledgement"));
                }
                return future;
            }
        };
    }

    /** Whether the sender hears that the record was taken. */
    private synchronized boolean take(ProducerRecord<byte[], byte[]> record) {
        if (away) {
            return false;
        }
        log.add(record);
        if (acknowledgementsToLose > 0) {
            acknowledgementsToLose--;
            return false;
        }
        return true;
    }
}
