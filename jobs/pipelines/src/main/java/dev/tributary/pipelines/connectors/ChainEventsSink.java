package dev.tributary.pipelines.connectors;

import dev.tributary.chain.ChainEvent;
import dev.tributary.chain.ChainEventJson;
import dev.tributary.pipelines.ChainIngestUids;
import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code chain.events.v1}: one partition, in order, at least once. Events that a restart writes again carry the same
 * ordinals, by which consumers drop them.
 */
public final class ChainEventsSink {
    private static final int ONLY_PARTITION = 0;

    private ChainEventsSink() {}

    public static void write(DataStream<ChainEvent> events, String bootstrapServers, String topic) {
        KafkaSink<ChainEvent> sink = KafkaSink.<ChainEvent>builder()
                .setBootstrapServers(bootstrapServers)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(records(topic))
                .setProperty("acks", "all")
                // Keeps the order when a batch is sent again.
                .setProperty("enable.idempotence", "true")
                .build();
        events.sinkTo(sink)
                .uid(ChainIngestUids.WRITE_CHAIN_EVENTS)
                .name("Write chain events")
                .setParallelism(1);
    }

    /** What is written for each. */
    static KafkaRecordSerializationSchema<ChainEvent> records(String topic) {
        return new Serializer(topic);
    }

    private static final class Serializer implements KafkaRecordSerializationSchema<ChainEvent> {
        private static final long serialVersionUID = 1L;

        private final String topic;

        Serializer(String topic) {
            this.topic = topic;
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                ChainEvent event, KafkaSinkContext context, @Nullable Long timestamp) {
            byte[] key = Long.toString(event.chainId()).getBytes(StandardCharsets.UTF_8);
            return new ProducerRecord<>(topic, ONLY_PARTITION, key, ChainEventJson.write(event));
        }
    }
}
