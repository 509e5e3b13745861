package dev.tributary.pipelines.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a released version wrote into one state: the snapshot of its serialiser and a value, in hex, and the value spelled
 * out. One such triple of lines per serialiser.
 */
record StateFixture(String snapshot, String value, String text) {

    static StateFixture write(TypeSerializerSnapshot<?> written) throws Exception {
        TypeSerializer<Object> serializer = serializer(written);
        Object sample = SampleValue.of(serializer);
        return new StateFixture(snapshotHex(written), bytes(serializer, sample), SpelledOut.of(sample));
    }

    static List<StateFixture> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return IntStream.range(0, lines.size() / 3)
                .mapToObj(i -> new StateFixture(lines.get(3 * i), lines.get(3 * i + 1), lines.get(3 * i + 2)))
                .toList();
    }

    List<String> lines() {
        return List.of(snapshot, value, text);
    }

    TypeSerializerSnapshot<Object> serializerSnapshot() throws IOException {
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(HexFormat.of().parseHex(snapshot)),
                getClass().getClassLoader());
    }

    /** The value, by the serialiser that goes with the snapshot. */
    Object restore() throws IOException {
        return serializerSnapshot()
                .restoreSerializer()
                .deserialize(new DataInputDeserializer(HexFormat.of().parseHex(value)));
    }

    static String snapshotHex(TypeSerializerSnapshot<?> snapshot) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
        return hex(out);
    }

    @SuppressWarnings("unchecked") // a serialiser of whatever it is
    static TypeSerializer<Object> serializer(TypeSerializerSnapshot<?> snapshot) {
        return (TypeSerializer<Object>) snapshot.restoreSerializer();
    }

    static String bytes(TypeSerializer<Object> serializer, Object value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        return hex(out);
    }

    private static String hex(DataOutputSerializer out) {
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }
}
