package dev.tributary.pipelines.ingest;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Version 1: one byte, 1 when the split is assigned. */
final class EvmLogEnumeratorStateSerializer implements SimpleVersionedSerializer<EvmLogEnumeratorState> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(EvmLogEnumeratorState state) {
        return new byte[] {(byte) (state.assigned() ? 1 : 0)};
    }

    @Override
    public EvmLogEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION || serialized.length != 1) {
            throw new IOException("a chain enumerator state of version " + version + " with " + serialized.length
                    + " bytes; this program reads version " + VERSION + ". Restore with the program that wrote it.");
        }
        return new EvmLogEnumeratorState(serialized[0] == 1);
    }
}
