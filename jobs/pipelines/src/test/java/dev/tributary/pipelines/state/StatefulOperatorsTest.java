package dev.tributary.pipelines.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tributary.pipelines.ChainIngestUids;
import dev.tributary.pipelines.JobGraphs;
import dev.tributary.pipelines.RoyaltyUids;
import dev.tributary.pipelines.connectors.UsageSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.SourceOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.runtime.operators.TimestampsAndWatermarksOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs as they are submitted have no state that the savepoints of the newest version do not have. */
final class StatefulOperatorsTest {
    private static final String SPLITS =
            "the enumerator of the Kafka connector, in its own serialiser, which it keeps readable, and splits, the bytes of"
                    + " which LogSplitSerializerTest holds fast; the savepoint is taken over a source of the tests, and"
                    + " ClusterIT takes and restores some over a broker";
    private static final String WRITER =
            "the writer of the Kafka connector, in its own serialiser, which it keeps readable; written at least once,"
                    + " nothing of it is ours or is needed again";

    private static final Map<String, String> NOT_OURS = Map.of(
            RoyaltyUids.USAGE_SOURCE, SPLITS, RoyaltyUids.CHAIN_SOURCE, SPLITS, RoyaltyUids.WRITE_REJECTED, WRITER);

    private static final Map<String, String> NOT_OURS_OF_INGEST = Map.of(
            ChainIngestUids.WRITE_CHAIN_EVENTS, WRITER,
            ChainIngestUids.WRITE_HEARTBEATS, WRITER);

    /** Code of ours that keeps state. */
    private static final Set<String> STATEFUL = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.tributary.pipelines")
                    .stream()
                    .filter(type -> type.isAssignableTo(CheckpointedFunction.class)
                            || type.getConstructorCallsFromSelf().stream()
                                    .anyMatch(call -> call.getTargetOwner().isAssignableTo(StateDescriptor.class)))
                    .map(JavaClass::getName)
                    .collect(Collectors.toSet());

    @Test
    void everyStateOfTheRoyaltyJobIsInItsSavepoint(@TempDir Path folder) throws Exception {
        assertAllIn(Savepoint.read(ReleasedState.newest().unpackSavepoint(folder)), JobGraphs.royalty(), NOT_OURS);
    }

    @Test
    void everyStateOfTheIngestJobIsInItsSavepoint(@TempDir Path folder) throws Exception {
        assertAllIn(
                Savepoint.read(ReleasedState.newest().unpackIngestSavepoint(folder)),
                JobGraphs.chainIngest(),
                NOT_OURS_OF_INGEST);
    }

    /** Also that no reason is left for what has come into the savepoint since. */
    private static void assertAllIn(Savepoint savepoint, StreamGraph job, Map<String, String> notOurs) {
        SortedSet<String> missing = uidsWithState(job);
        assertThat(missing).hasSizeGreaterThan(notOurs.size());
        missing.removeAll(savepoint.uidsWithState());
        assertThat(missing)
                .as("without state in the newest savepoint; give the test's job such an operator, or a reason here")
                .containsExactlyInAnyOrderElementsOf(notOurs.keySet());
    }

    @Test
    void theStateOfASourceIsWhatTheReasonSays() {
        var source = UsageSource.of("localhost:1", "usage.reported.v1", 2, "group");
        assertThat(source.getSplitSerializer().getClass().getSimpleName()).isEqualTo("LogSplitSerializer");
        assertThat(source.getEnumeratorCheckpointSerializer().getClass().getName())
                .startsWith("org.apache.flink.connector.kafka.");
    }

    private static SortedSet<String> uidsWithState(StreamGraph job) {
        SortedSet<String> uids = new TreeSet<>();
        for (StreamNode node : job.getStreamNodes()) {
            if (keepsState(node.getOperatorFactory())) {
                uids.add(JobGraphs.uid(node.getTransformationUID()));
            }
        }
        return uids;
    }

    private static boolean keepsState(StreamOperatorFactory<?> factory) {
        if (factory instanceof SinkWriterOperatorFactory<?, ?> writer) {
            return writer.getSink() instanceof SupportsWriterState;
        }
        if (factory instanceof SimpleOperatorFactory<?> simple) {
            Object code = simple.getOperator() instanceof AbstractUdfStreamOperator<?, ?> operator
                    ? operator.getUserFunction()
                    : simple.getOperator();
            return STATEFUL.contains(code.getClass().getName());
        }
        if (factory instanceof SourceOperatorFactory<?> || factory instanceof CommitterOperatorFactory<?>) {
            return true;
        }
        if (factory instanceof TimestampsAndWatermarksOperatorFactory<?>) {
            return false;
        }
        throw new IllegalArgumentException("say here whether " + factory.getClass() + " keeps state");
    }
}
