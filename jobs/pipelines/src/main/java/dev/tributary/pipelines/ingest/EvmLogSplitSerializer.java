package dev.tributary.pipelines.ingest;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: next block, hash of the last block, last ordinal. */
final class EvmLogSplitSerializer implements SimpleVersionedSerializer<EvmLogSplit> {
    private static final int VERSION = 1;
    private static final int SIZE = 96;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EvmLogSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(SIZE);
        out.writeLong(split.nextBlock());
        out.writeUTF(split.lastBlockHash());
        out.writeLong(split.lastOrdinal());
        return out.getCopyOfBuffer();
    }

    @Override
    public EvmLogSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("a chain split of version " + version + "; this program reads version " + VERSION
                    + ". Restore with the program that wrote it.");
        }
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        return new EvmLogSplit(in.readLong(), in.readUTF(), in.readLong());
    }
}
