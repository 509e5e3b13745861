package dev.tributary.pipelines.compact;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint says of a {@link CompactSerializer}: its class and the version that it wrote of its type. Older bytes
 * that the class still reads are written anew, by Flink, as the state is restored.
 */
public final class CompactSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
    private static final int VERSION = 1;

    private @Nullable CompactSerializer<T> serializer;
    private int written;

    /** For Flink, which reads it afterwards. */
    public CompactSerializerSnapshot() {}

    CompactSerializerSnapshot(CompactSerializer<T> serializer) {
        this.serializer = serializer;
        this.written = serializer.version();
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(known().getClass().getName());
        out.writeInt(written);
    }

    @Override
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader classes) throws IOException {
        Class<CompactSerializer<T>> type = InstantiationUtil.resolveClassByName(in, classes);
        written = in.readInt();
        serializer = make(type);
    }

    /** @throws org.apache.flink.runtime.execution.SuppressRestartsException when this release cannot read what was written */
    @Override
    public TypeSerializer<T> restoreSerializer() {
        return known().reading(written);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        if (!(old instanceof CompactSerializerSnapshot<T> compact)
                || compact.known().getClass() != known().getClass()
                || compact.written > written
                || !known().canRead(compact.written)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        return compact.written == written
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
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
