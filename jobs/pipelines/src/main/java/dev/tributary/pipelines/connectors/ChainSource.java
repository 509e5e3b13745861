package dev.tributary.pipelines.connectors;

import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.royalties.ChainRecord;
import java.util.HashSet;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the chain's log, which has one partition, from its first record on. A record that the broker no longer has stops
 * the job. The log's time is assigned after its ordinals are checked, not here.
 */
public final class ChainSource {
    private ChainSource() {}

    /**
     * @param groupId consumer group under which progress is visible to operators; the job's own progress is in its
     *     checkpoints
     */
    public static DataStream<ChainRecord> read(
            StreamExecutionEnvironment environment, String bootstrapServers, String topic, String groupId) {
        return attach(
                environment,
                new WholeLogSource<>(
                        source(bootstrapServers, topic).setGroupId(groupId).build(), bootstrapServers, topic));
    }

    /** As {@link #read}, to what is the end of the log when the reading begins. Leaves no trace in the broker. */
    public static DataStream<ChainRecord> readToEnd(
            StreamExecutionEnvironment environment, String bootstrapServers, String topic) {
        KafkaSource<ChainRecord> source = source(bootstrapServers, topic)
                .setBounded(OffsetsInitializer.latest())
                .setProperty("commit.offsets.on.checkpoint", "false")
                .build();
        return attach(environment, new WholeLogSource<>(source, bootstrapServers, topic));
    }

    @SuppressWarnings("deprecation") // the connector's only way to say: stop at a gap
    private static KafkaSourceBuilder<ChainRecord> source(String bootstrapServers, String topic) {
        Map<TopicPartition, Long> start = Map.of(new TopicPartition(topic, 0), 0L);
        return KafkaSource.<ChainRecord>builder()
                .setBootstrapServers(bootstrapServers)
                .setPartitions(new HashSet<>(start.keySet()))
                .setStartingOffsets(OffsetsInitializer.offsets(start, OffsetResetStrategy.NONE))
                .setDeserializer(new Deserializer())
                .setProperty("partition.discovery.interval.ms", "-1");
    }

    private static DataStream<ChainRecord> attach(
            StreamExecutionEnvironment environment, WholeLogSource<ChainRecord> source) {
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "Read chain")
                .uid(RoyaltyUids.CHAIN_SOURCE)
                .setParallelism(1);
    }

    private static final class Deserializer implements KafkaRecordDeserializationSchema<ChainRecord> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ChainRecord> out) {
            byte[] value = record.value();
            out.collect(new ChainRecord(record.offset(), value == null ? new byte[0] : value));
        }

        @Override
        public TypeInformation<ChainRecord> getProducedType() {
            return TypeInformation.of(ChainRecord.class);
        }
    }
}
