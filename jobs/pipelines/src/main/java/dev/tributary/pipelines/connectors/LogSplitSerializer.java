package dev.tributary.pipelines.connectors;

import java.io.IOException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.common.Uuid;

/**
 * Version 1001: the topic's id, then the version and the bytes of the connector's own split. What has a lower version is
 * such a split alone, as checkpoints of before have it.
 */
final class LogSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {
    /** Far above the connector's own versions. */
    private static final int VERSION = 1_001;

    private static final int FIRST_VERSION = 1_001;
    private static final int SIZE = 96;

    private final SimpleVersionedSerializer<KafkaPartitionSplit> kafka;

    LogSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> kafka) {
        this.kafka = kafka;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(SIZE);
        Uuid id = LogSplit.topicId(split);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        out.writeInt(kafka.getVersion());
        out.write(kafka.serialize(split));
        return out.getCopyOfBuffer();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version < FIRST_VERSION) {
            return kafka.deserialize(version, serialized);
        }
        if (version != VERSION) {
            throw new IOException("a split of a log of version " + version + "; this program reads version " + VERSION
                    + ". Restore with the program that wrote it.");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        Uuid id = new Uuid(in.readLong(), in.readLong());
        int inner = in.readInt();
        byte[] split = new byte[in.available()];
        in.readFully(split);
        return new LogSplit(kafka.deserialize(inner, split), id);
    }
}
