package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.ChainIngestUids;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Writes heartbeats into the usage log; the broker stamps them, and that stamp is all they say. */
public final class HeartbeatSink {
    /** The header that makes a record of the usage log a heartbeat. */
    public static final String HEADER = "heartbeat";

    private HeartbeatSink() {}

    /** @param partitions numbers of the partitions to beat in */
    public static void write(DataStream<Integer> partitions, String bootstrapServers, String topic) {
        KafkaSink<Integer> sink = KafkaSink.<Integer>builder()
                .setBootstrapServers(bootstrapServers)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(records(topic))
                .setProperty("acks", "all")
                .setProperty("enable.idempotence", "true")
                .build();
        partitions
                .sinkTo(sink)
                .uid(ChainIngestUids.WRITE_HEARTBEATS)
                .name("Write heartbeats")
                .setParallelism(1);
    }

    /** What is written for each. */
    static KafkaRecordSerializationSchema<Integer> records(String topic) {
        return new Serializer(topic);
    }

    private static final class Serializer implements KafkaRecordSerializationSchema<Integer> {
        private static final long serialVersionUID = 1L;
        private static final byte[] NOTHING = {};

        private final String topic;

        Serializer(String topic) {
            this.topic = topic;
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Integer partition, KafkaSinkContext context, @Nullable Long timestamp) {
            byte @Nullable [] noKey = null;
            return new ProducerRecord<>(topic, partition, noKey, NOTHING, List.of(new RecordHeader(HEADER, NOTHING)));
        }
    }
}
