package dev.tributary.pipelines.compact;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/** What a savepoint says of a {@link CompactSerializer}: its class and the format it wrote. */
public final class CompactSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
    private static final int VERSION = 1;

    private @Nullable CompactSerializer<T> serializer;

    /** For Flink, which reads it afterwards. */
    public CompactSerializerSnapshot() {}

    CompactSerializerSnapshot(CompactSerializer<T> serializer) {
        this.serializer = serializer;
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(known().getClass().getName());
        out.writeInt(CompactSerializer.FORMAT);
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader classes) throws IOException {
        Class<CompactSerializer<T>> type = InstantiationUtil.resolveClassByName(in, classes);
        int format = in.readInt();
        if (format != CompactSerializer.FORMAT) {
            throw new IOException(type.getName() + " wrote format " + format + ", which this version cannot read");
        }
        serializer = make(type);
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return known().duplicate();
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        return old instanceof CompactSerializerSnapshot<T> compact
                        && compact.known().equals(known())
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }

    private CompactSerializer<T> known() {
        if (serializer == null) {
            throw new IllegalStateException("the snapshot has not been read yet");
        }
        return serializer;
    }

    @SuppressWarnings("unchecked") // a class makes what it made before
    static <T> CompactSerializer<T> make(Class<?> type) {
        return (CompactSerializer<T>) InstantiationUtil.instantiate(type);
    }
}
