package dev.tributary.pipelines.connectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRejectedJson;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes every refusal to {@code usage.rejected.v1}, at least once: a restart may write one again, with the same topic,
 * partition, offset and index.
 */
public final class RejectedSink {
    // A line of up to 1 MiB is shown whole, and JSON may double it. The topic needs max.message.bytes of the same size.
    private static final int LARGEST_RECORD_BYTES = 4 << 20;

    private RejectedSink() {}

    public static void write(DataStream<UsageRejected> rejected, String bootstrapServers, String topic) {
        KafkaSink<UsageRejected> sink = KafkaSink.<UsageRejected>builder()
                .setBootstrapServers(bootstrapServers)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(records(topic))
                .setProperty("acks", "all")
                .setProperty("enable.idempotence", "true")
                .setProperty("compression.type", "lz4")
                .setProperty("max.request.size", Integer.toString(LARGEST_RECORD_BYTES))
                .build();
        rejected.sinkTo(sink).uid(RoyaltyUids.WRITE_REJECTED).name("Write rejected usage");
    }

    /** What is written for each. */
    static KafkaRecordSerializationSchema<UsageRejected> records(String topic) {
        return new Serializer(topic);
    }

    private static final class Serializer implements KafkaRecordSerializationSchema<UsageRejected> {
        private static final long serialVersionUID = 1L;

        private final String topic;

        Serializer(String topic) {
            this.topic = topic;
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                UsageRejected rejected, KafkaSinkContext context, @Nullable Long timestamp) {
            String gateway = rejected.gateway();
            return new ProducerRecord<>(
                    topic, gateway == null ? null : gateway.getBytes(UTF_8), UsageRejectedJson.write(rejected));
        }
    }
}
