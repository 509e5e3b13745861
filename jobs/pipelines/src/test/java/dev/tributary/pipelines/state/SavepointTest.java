package dev.tributary.pipelines.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that stops in the middle of everything and goes on elsewhere settles what it would have settled at rest. */
final class SavepointTest {
    /** Filled by the close of a period and emptied by the next stage's close of it, which no barrier parts. */
    private static final List<String> EMPTY_AT_EVERY_BARRIER = List.of(
            "royalty.fund-charges.open-charges",
            "royalty.share-charges.open-revenue",
            "royalty.accrue-accounts.open-credits",
            "royalty.sum-downstream.open-downstream-usage");

    /** Settings, and how far the chain's log and the accounts of lines have come. */
    private static final List<String> THERE_BEFORE_THE_FIRST_RECORD = List.of(
            "royalty.accept-chain-events.accepted-chain-log",
            "royalty.accept-chain-events.rules-of-the-vault",
            "royalty.total-lines.line-accounts");

    static Stream<Arguments> versionsAtEveryParallelism() throws Exception {
        return ReleasedState.all().stream()
                .flatMap(version -> Stream.of(1, 2, 4).map(parallelism -> Arguments.of(version, parallelism)));
    }

    /** Of today's job over the logs of a released version: up to the cut, and without any interruption. */
    private record Undisturbed(Written beforeTheCut, StateJob.Settled whole) {
        private static final Map<ReleasedState, Undisturbed> KNOWN = new HashMap<>();

        static synchronized Undisturbed of(ReleasedState released, Path folder) throws Exception {
            Undisturbed known = KNOWN.get(released);
            if (known == null) {
                StateLogs logs = released.logs();
                Path own = Files.createDirectory(folder.resolve("undisturbed"));
                Written beforeTheCut =
                        StateJob.stopAtTheCut(logs, own, 2, "hashmap").written();
                known = new Undisturbed(beforeTheCut, StateJob.run(logs, 2));
                KNOWN.put(released, known);
            }
            return known;
        }
    }

    @ParameterizedTest
    @MethodSource("versionsAtEveryParallelism")
    void aSavepointOfAReleasedVersionGoesOn(ReleasedState released, int parallelism, @TempDir Path folder)
            throws Exception {
        Undisturbed undisturbed = Undisturbed.of(released, folder);
        String backend = parallelism == 4 ? "rocksdb" : "hashmap";
        StateJob.Settled resumed =
                StateJob.resume(released.logs(), released.unpackSavepoint(folder), parallelism, backend);
        assertGoesOn(resumed, undisturbed.beforeTheCut(), undisturbed.whole());
        assertThat(resumed.committed()).isEqualTo(released.batches());
    }

    @ParameterizedTest
    @CsvSource({"2, hashmap, 1, rocksdb", "1, rocksdb, 4, hashmap"})
    void aJobIsRescaledWithItsSavepoint(
            int before, String backendBefore, int after, String backendAfter, @TempDir Path folder) throws Exception {
        StateLogs logs = StateScenario.logs();
        StateJob.Stopped stopped = StateJob.stopAtTheCut(logs, folder, before, backendBefore);
        assertGoesOn(
                StateJob.resume(logs, stopped.savepoint(), after, backendAfter),
                stopped.written(),
                StateJob.run(logs, 2));
    }

    @Test
    void bothLogsRestartingFromEmptyArePaidAsIfTheJobHadNeverStopped(@TempDir Path folder) throws Exception {
        StateLogs logs = StateScenario.logs();
        Path first = StateJob.stopBeforeTheFirstRecord(logs, null, folder, 2, "hashmap");
        Path second = StateJob.stopBeforeTheFirstRecord(logs, first, folder, 1, "rocksdb");
        assertThat(Savepoint.read(second).states("royalty."))
                .filteredOn(state -> state.entries() > 0)
                .extracting(SavedState::fullName)
                .containsExactlyInAnyOrderElementsOf(THERE_BEFORE_THE_FIRST_RECORD);
        StateJob.Settled undisturbed = StateJob.run(logs, 2);
        StateJob.Settled resumed = StateJob.resume(logs, second, 2, "hashmap");
        for (String output : undisturbed.written().rows().keySet()) {
            assertThat(resumed.written().left(output))
                    .as(output)
                    .isNotEmpty()
                    .isEqualTo(undisturbed.written().left(output));
        }
        assertThat(resumed.committed()).hasSizeGreaterThan(2).isEqualTo(undisturbed.committed());
    }

    private static void assertGoesOn(StateJob.Settled resumed, Written before, StateJob.Settled undisturbed)
            throws Exception {
        Written together = before.then(resumed.written());
        assertThat(undisturbed.written().rows()).hasSizeGreaterThan(15);
        for (String output : undisturbed.written().rows().keySet()) {
            assertThat(together.left(output))
                    .as(output)
                    .isEqualTo(undisturbed.written().left(output));
            assertThat(resumed.written().of(output))
                    .as(output + " after the cut")
                    .isNotEmpty();
        }
        // What waited in the savepoint was committed with what was sealed since.
        assertThat(resumed.committed()).isEqualTo(undisturbed.committed());
        assertThat(undisturbed.committed())
                .hasSameSizeAs(undisturbed.written().of("headers"))
                .hasSizeGreaterThan(resumed.written().of("headers").size());
        // Reports after the cut that only what was accepted before it can judge.
        assertThat(resumed.written().left("lineTotals"))
                .anyMatch(row -> row.contains("name=duplicate,"))
                .anyMatch(row -> row.contains("name=rejected.SEQUENCE_CONFLICT,"))
                .anyMatch(row -> row.contains("name=rejected.SEQUENCE_STALE,"));
    }

    @Test
    void theSavepointOfAReleasedVersionHasSomethingInEveryState(@TempDir Path folder) throws Exception {
        ReleasedState newest = ReleasedState.newest();
        assertThat(Savepoint.read(newest.unpackSavepoint(folder)).states("royalty."))
                .isNotEmpty()
                .filteredOn(state -> state.entries() == 0)
                .extracting(SavedState::fullName)
                .containsExactlyInAnyOrderElementsOf(EMPTY_AT_EVERY_BARRIER);
    }
}
