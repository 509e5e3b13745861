package dev.tributary.pipelines.compact;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serialises records that nobody changes: their length, then their values. A public class with a public constructor
 * without parameters, by which a savepoint makes it again. Holds buffers, so each thread has one of its own.
 */
public abstract class CompactSerializer<T> extends TypeSerializer<T> {
    /** Of what is written today; another one is needed as soon as a release has written this one. */
    static final int FORMAT = 1;

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private transient @Nullable Buffers buffers;

    private static final class Buffers {
        final CompactWriter writer = new CompactWriter();
        final CompactReader reader = new CompactReader();
        final TextTable texts = new TextTable();
    }

    protected CompactSerializer(Class<T> type) {
        this.type = type;
    }

    protected abstract void write(T value, CompactWriter out);

    protected abstract T read(CompactReader in, TextTable texts);

    public final Class<T> type() {
        return type;
    }

    private Buffers buffers() {
        Buffers known = buffers;
        if (known == null) {
            known = new Buffers();
            buffers = known;
        }
        return known;
    }

    @Override
    public final void serialize(T value, DataOutputView target) throws IOException {
        CompactWriter writer = buffers().writer;
        writer.clear();
        write(value, writer);
        target.writeInt(writer.length());
        target.write(writer.bytes(), 0, writer.length());
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        Buffers known = buffers();
        known.reader.reset(bytes);
        return read(known.reader, known.texts);
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final int getLength() {
        return -1;
    }

    /** Flink asks for one only to reuse it, which records are not. */
    @Override
    @SuppressWarnings("NullAway") // Flink's own serialisers of immutable types answer so
    public final T createInstance() {
        return null;
    }

    @Override
    public final TypeSerializer<T> duplicate() {
        return CompactSerializerSnapshot.make(getClass());
    }

    @Override
    public final TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new CompactSerializerSnapshot<>(this);
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // every class of serialisers writes something else
    public final boolean equals(@Nullable Object other) {
        return other != null && other.getClass() == getClass();
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }
}
