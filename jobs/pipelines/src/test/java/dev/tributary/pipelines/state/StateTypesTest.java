package dev.tributary.pipelines.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tributary.pipelines.JobGraphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states of the running pipeline, as a savepoint of it lists them, against those of every released version. */
final class StateTypesTest {
    @SuppressWarnings("NullAway.Init") // before all tests
    private static List<SavedState> states;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tributary.pipelines");

    @BeforeAll
    static void takeASavepoint(@TempDir Path folder) throws Exception {
        states = Savepoint.read(StateJob.stopAtTheCut(StateScenario.logs(), folder, 1, "hashmap")
                        .savepoint())
                .states("royalty.");
    }

    @Test
    void noStateIsSerialisedByKryoOrByJava() throws Exception {
        assertThat(states).hasSizeGreaterThan(20);
        for (SavedState state : states) {
            for (TypeSerializerSnapshot<?> serializer : state.serializers()) {
                // A snapshot names the snapshots of all serialisers inside it.
                byte[] bytes = HexFormat.of().parseHex(StateFixture.snapshotHex(serializer));
                assertThat(new String(bytes, ISO_8859_1))
                        .as(state.fullName())
                        .doesNotContain("Kryo", "GenericType", "JavaSerializer");
            }
        }
    }

    @Test
    void everyStateHasItsBytesWrittenDown() throws Exception {
        TreeSet<String> writtenDown = new TreeSet<>();
        for (ReleasedState released : ReleasedState.all()) {
            writtenDown.addAll(released.states());
        }
        assertThat(states)
                .as(
                        "run WriteReleasedState for a new version when a state is new; never remove the files of an old one")
                .extracting(SavedState::fullName)
                .containsExactlyInAnyOrderElementsOf(writtenDown);
    }

    @Test
    void whatAReleasedVersionWroteIsReadAsItWasMeant() throws Exception {
        for (ReleasedState released : ReleasedState.all()) {
            for (String state : released.states()) {
                for (StateFixture fixture : released.fixtures(state)) {
                    assertThat(SpelledOut.of(fixture.restore())).as(state).isEqualTo(fixture.text());
                }
            }
        }
    }

    @Test
    void todaysSerialisersTakeOverTheStateOfEveryReleasedVersion() throws Exception {
        for (ReleasedState released : ReleasedState.all()) {
            for (SavedState state : states) {
                if (!released.states().contains(state.fullName())) {
                    continue;
                }
                List<StateFixture> fixtures = released.fixtures(state.fullName());
                for (int i = 0; i < fixtures.size(); i++) {
                    assertTakenOver(state, state.serializers().get(i), fixtures.get(i));
                }
            }
        }
    }

    /** Also inside of packs, whose bytes the serialisers of the records around them only hand on. */
    @Test
    void todaysCodeWritesWhatTheNewestVersionWrote() throws Exception {
        ReleasedState newest = ReleasedState.newest();
        for (SavedState state : states) {
            List<StateFixture> fixtures = newest.fixtures(state.fullName());
            for (int i = 0; i < fixtures.size(); i++) {
                TypeSerializerSnapshot<?> today = state.serializers().get(i);
                if (compatibility(today, fixtures.get(i)).isCompatibleAsIs()) {
                    assertThat(StateFixture.write(today).value())
                            .as(state.fullName())
                            .isEqualTo(fixtures.get(i).value());
                }
            }
        }
    }

    private static void assertTakenOver(SavedState state, TypeSerializerSnapshot<?> today, StateFixture fixture)
            throws Exception {
        TypeSerializerSchemaCompatibility<Object> compatibility = compatibility(today, fixture);
        assertThat(compatibility.isIncompatible()).as(state.fullName()).isFalse();
        if (compatibility.isCompatibleAsIs()) {
            assertThat(StateFixture.bytes(StateFixture.serializer(today), fixture.restore()))
                    .as(state.fullName())
                    .isEqualTo(fixture.value());
        }
    }

    private static TypeSerializerSchemaCompatibility<Object> compatibility(
            TypeSerializerSnapshot<?> today, StateFixture fixture) throws Exception {
        return StateFixture.serializer(today)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(fixture.serializerSnapshot());
    }

    /** So the savepoint above, which lists all states of the royalty pipeline, leaves none out. */
    @Test
    void onlyOperatorsOfTheRoyaltyPipelineKeepState() {
        List<String> withState = CLASSES.stream()
                .filter(type -> type.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isAssignableTo(StateDescriptor.class)))
                .map(JavaClass::getName)
                .toList();
        assertThat(withState).isNotEmpty();
        // Type information of dated histories is shared by the operators.
        assertThat(operators(JobGraphs.royalty())).containsAll(withState);
        assertThat(operators(JobGraphs.chainIngest())).doesNotContainAnyElementsOf(withState);
    }

    private static List<String> operators(StreamGraph graph) {
        List<String> operators = new ArrayList<>();
        for (StreamNode node : graph.getStreamNodes()) {
            if (node.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory) {
                Object code = factory.getOperator() instanceof AbstractUdfStreamOperator<?, ?> operator
                        ? operator.getUserFunction()
                        : factory.getOperator();
                operators.add(code.getClass().getName());
            }
        }
        return operators;
    }

    /** Splits, enumerators and committables: their tests read {@code state/*-v1.hex}. */
    @Test
    void everySerialiserOfItsOwnHasItsBytesWrittenDown() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.isAssignableTo(SimpleVersionedSerializer.class))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "BatchHeaderSerializer",
                        "EvmLogSplitSerializer",
                        "EvmLogEnumeratorStateSerializer",
                        "LogSplitSerializer");
        assertThat(Stream.of("batch-header", "evm-log-split", "evm-log-enumerator", "log-split")
                        .map(name -> Path.of("src/test/resources/state/" + name + "-v1.hex")))
                .allSatisfy(file -> assertThat(file).exists());
    }
}
