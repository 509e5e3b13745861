package dev.tributary.pipelines.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.usage.MeterTotals;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.java.typeutils.runtime.NullableSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A type that got a field in a later release, beside others that stayed as they were. */
final class CompactVersionsTest {
    /** What the first release wrote of {@code Note("old", 7, ...)}: length, text, number. */
    private static final String VERSION_ONE = "00000005" + "036f6c64" + "0e";

    /** Of the release that a test plays. */
    private static int today = 2;

    /** @param mark since version 2 */
    record Note(String text, long number, String mark) {}

    /** Public, as a savepoint asks for. */
    public static final class NoteSerializer extends CompactSerializer<Note> {
        private static final long serialVersionUID = 1L;

        public static final class Type extends CompactType<Note> {
            public Type() {
                super(new NoteSerializer());
            }
        }

        public NoteSerializer() {
            super(Note.class, 1, today);
        }

        @Override
        protected void write(Note note, CompactWriter out) {
            out.putText(note.text);
            out.putSigned(note.number);
            if (today > 1) {
                out.putText(note.mark);
            }
        }

        @Override
        protected Note read(CompactReader in, TextTable texts) {
            return today == 1 ? readVersion(1, in, texts) : new Note(in.text(texts), in.signed(), in.text(texts));
        }

        @Override
        protected Note readVersion(int former, CompactReader in, TextTable texts) {
            return new Note(in.text(texts), in.signed(), "none then");
        }
    }

    @AfterEach
    void backToToday() {
        today = 2;
    }

    @Test
    void aRaisedVersionIsReadAndWrittenAnewAndTheOtherTypesStayAsTheyAre() throws Exception {
        today = 1;
        byte[] note = snapshot(new NoteSerializer());
        byte[] meters = snapshot(new MeterTotalsSerializer());
        byte[] text = snapshot(new TextSerializer());
        today = 2;

        assertThat(compatibility(new NoteSerializer(), note).isCompatibleAfterMigration())
                .isTrue();
        assertThat(compatibility(new NoteSerializer(), snapshot(new NoteSerializer()))
                        .isCompatibleAsIs())
                .isTrue();
        assertThat(compatibility(new MeterTotalsSerializer(), meters).isCompatibleAsIs())
                .isTrue();
        assertThat(compatibility(new TextSerializer(), text).isCompatibleAsIs()).isTrue();
        assertThat(compatibility(new TextSerializer(), meters).isIncompatible()).isTrue();
    }

    @Test
    void whatHoldsARaisedTypeIsWrittenAnewToo() throws Exception {
        today = 1;
        byte[] list = snapshot(new ListSerializer<>(new NoteSerializer()));
        byte[] nullable = snapshot(NullableSerializer.wrap(new NoteSerializer(), false));
        today = 2;

        assertThat(compatibility(new ListSerializer<>(new NoteSerializer()), list)
                        .isCompatibleAfterMigration())
                .isTrue();
        assertThat(compatibility(NullableSerializer.wrap(new NoteSerializer(), false), nullable)
                        .isCompatibleAfterMigration())
                .isTrue();
    }

    @Test
    void bytesOfVersionOneAreReadByTheirSnapshotAlone() throws Exception {
        TypeSerializer<Note> former = restored(snapshot(NoteSerializer.class, 1));
        Note note = former.duplicate().deserialize(input(VERSION_ONE));
        assertThat(note).isEqualTo(new Note("old", 7, "none then"));
        assertThat(former).isEqualTo(former.duplicate()).isNotEqualTo(new NoteSerializer());
        assertThat(snapshot(former)).isEqualTo(snapshot(NoteSerializer.class, 1));

        DataOutputSerializer out = new DataOutputSerializer(64);
        new NoteSerializer().serialize(note, out);
        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer()))
                .isEqualTo("0000000f" + VERSION_ONE.substring(8) + "096e6f6e65207468656e");
        assertThatThrownBy(() -> former.serialize(note, out)).hasMessageContaining("writes no version 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aVersionThatIsNotKnownIsIncompatible(int version) throws Exception {
        byte[] unknown = snapshot(NoteSerializer.class, version);
        assertThat(compatibility(new NoteSerializer(), unknown).isIncompatible())
                .isTrue();
        assertThatThrownBy(() -> restored(unknown))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageStartingWith("STATE_VERSION_UNKNOWN")
                .hasMessageContaining("wrote version " + version + ", this job reads 1 to 2");
        assertThat(compatibility(new TextSerializer(), snapshot(TextSerializer.class, 2))
                        .isIncompatible())
                .isTrue();
    }

    /** An operator with a raised type in each kind of state, beside types that stayed. */
    private static final class KeepNotes extends KeyedProcessFunction<String, Note, String> {
        private static final long serialVersionUID = 1L;
        private static final TypeInformation<MeterTotals> METERS =
                new MeterTotalsSerializer.Type().createTypeInfo(MeterTotals.class, Map.of());

        @Override
        public void processElement(Note note, Context context, Collector<String> out) throws Exception {
            TypeInformation<Note> notes = new NoteSerializer.Type().createTypeInfo(Note.class, Map.of());
            var last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", notes));
            var all = getRuntimeContext().getListState(new ListStateDescriptor<>("all", notes));
            var byText =
                    getRuntimeContext().getMapState(new MapStateDescriptor<>("by-text", TextSerializer.TEXT, notes));
            var meters = getRuntimeContext().getState(new ValueStateDescriptor<>("meters", METERS));
            out.collect(last.value() + " " + all.get() + " " + byText.get("old") + " " + meters.value());
            last.update(note);
            all.add(note);
            byText.put(note.text(), note);
            meters.update(MeterTotals.of(1, 2, 3, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aSavepointOfVersionOneGoesOnUnderVersionTwo(String backend) throws Exception {
        today = 1;
        var former = harness(backend);
        former.open();
        former.processElement(new Note("old", 7, "lost"), 0);
        OperatorSubtaskState savepoint = former.snapshotWithLocalState(
                        1, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                .getJobManagerOwnedState();
        former.close();

        today = 2;
        var harness = harness(backend);
        harness.initializeState(savepoint);
        harness.open();
        harness.processElement(new Note("new", 8, "kept"), 0);
        harness.processElement(new Note("newer", 9, "kept too"), 0);
        Note old = new Note("old", 7, "none then");
        Note young = new Note("new", 8, "kept");
        MeterTotals meters = MeterTotals.of(1, 2, 3, 4);
        assertThat(harness.extractOutputValues())
                .containsExactly(
                        old + " " + List.of(old) + " " + old + " " + meters,
                        young + " " + List.of(old, young) + " " + old + " " + meters);
        harness.snapshot(2, 0);
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Note, String> harness(String backend)
            throws Exception {
        StateBackend kept = backend.equals("rocksdb") ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new KeepNotes()), note -> "key", TextSerializer.TEXT);
        harness.setStateBackend(kept);
        return harness;
    }

    private static byte[] snapshot(TypeSerializer<?> serializer) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        return out.getCopyOfBuffer();
    }

    /** As a release with that version of the type leaves it. */
    private static byte[] snapshot(Class<?> serializer, int version) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF(CompactSerializerSnapshot.class.getName());
        out.writeInt(1);
        out.writeUTF(serializer.getName());
        out.writeInt(version);
        return out.getCopyOfBuffer();
    }

    private static <T> TypeSerializerSchemaCompatibility<T> compatibility(TypeSerializer<T> now, byte[] before)
            throws Exception {
        return now.snapshotConfiguration().resolveSchemaCompatibility(read(before));
    }

    private static TypeSerializer<Note> restored(byte[] snapshot) throws Exception {
        return CompactVersionsTest.<Note>read(snapshot).restoreSerializer();
    }

    private static <T> TypeSerializerSnapshot<T> read(byte[] snapshot) throws Exception {
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(snapshot), CompactVersionsTest.class.getClassLoader());
    }

    private static DataInputDeserializer input(String hex) {
        return new DataInputDeserializer(HexFormat.of().parseHex(hex));
    }
}
