package dev.tributary.pipelines.compact;

import dev.tributary.pipelines.SettlementHalted;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serialises records that nobody changes: their length, then their values. A public class with a public constructor
 * without parameters, by which a savepoint makes it again. Holds buffers, so each thread has one of its own.
 *
 * <p>What a type is written as has a version, of this type alone: once a release has written one, other bytes are the next
 * version, and {@link #readVersion} reads the former ones.
 */
public abstract class CompactSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final int oldest;
    private final int version;
    /** Of the bytes that it is given: today's, or a former one where a savepoint is read, and then it writes none. */
    private int reads;

    private transient @Nullable Buffers buffers;

    private static final class Buffers {
        final CompactWriter writer = new CompactWriter();
        final CompactReader reader = new CompactReader();
        final TextTable texts = new TextTable();
    }

    /** @param version of what {@link #write} writes, and the only one that can be read */
    protected CompactSerializer(Class<T> type, int version) {
        this(type, version, version);
    }

    /** @param oldest version that {@link #readVersion} still reads, and all between it and {@code version} */
    protected CompactSerializer(Class<T> type, int oldest, int version) {
        this.type = type;
        this.oldest = oldest;
        this.version = version;
        this.reads = version;
    }

    protected abstract void write(T value, CompactWriter out);

    /** What {@link #write} wrote. */
    protected abstract T read(CompactReader in, TextTable texts);

    /** What a former version wrote, as it is meant today. */
    protected T readVersion(int former, CompactReader in, TextTable texts) {
        throw new IllegalStateException(
                getClass().getName() + " says that it reads version " + former + " and does not");
    }

    public final Class<T> type() {
        return type;
    }

    /** Of the bytes that this one is given. */
    final int version() {
        return reads;
    }

    final boolean canRead(int written) {
        return written >= oldest && written <= version;
    }

    /** For the bytes of that version, and for reading alone unless it is today's. */
    final CompactSerializer<T> reading(int written) {
        if (!canRead(written)) {
            throw SettlementHalted.because(
                    "STATE_VERSION_UNKNOWN",
                    getClass().getName() + " wrote version " + written + ", this job reads " + oldest + " to " + version
                            + ". Restore with the release that wrote it.");
        }
        CompactSerializer<T> made = CompactSerializerSnapshot.make(getClass());
        made.reads = written;
        return made;
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
        if (reads != version) {
            throw new IllegalStateException(getClass().getName() + " of a savepoint writes no version " + reads);
        }
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
        return reads == version ? read(known.reader, known.texts) : readVersion(reads, known.reader, known.texts);
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
        return reading(reads);
    }

    @Override
    public final TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new CompactSerializerSnapshot<>(this);
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // every class of serialisers writes something else
    public final boolean equals(@Nullable Object other) {
        return other != null && other.getClass() == getClass() && ((CompactSerializer<?>) other).reads == reads;
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }
}
