package dev.tributary.pipelines.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.settlement.AccountLine;
import java.nio.file.Path;
import java.util.List;
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

    static Stream<Arguments> versionsAtEveryParallelism() throws Exception {
        return ReleasedState.all().stream()
                .flatMap(version -> Stream.of(1, 2, 4).map(parallelism -> Arguments.of(version, parallelism)));
    }

    @ParameterizedTest
    @MethodSource("versionsAtEveryParallelism")
    void aSavepointOfAReleasedVersionGoesOn(ReleasedState released, int parallelism, @TempDir Path folder)
            throws Exception {
        StateLogs logs = released.logs();
        String backend = parallelism == 4 ? "rocksdb" : "hashmap";
        StateJob.Settled resumed = StateJob.resume(logs, released.unpackSavepoint(folder), parallelism, backend);
        assertGoesOn(resumed, StateJob.run(logs, 2));
        List<String> batches = released.batches();
        assertThat(resumed.headers())
                .isEqualTo(batches.subList(batches.size() - resumed.headers().size(), batches.size()));
    }

    @ParameterizedTest
    @CsvSource({"2, hashmap, 1, rocksdb", "1, rocksdb, 4, hashmap"})
    void aJobIsRescaledWithItsSavepoint(
            int before, String backendBefore, int after, String backendAfter, @TempDir Path folder) throws Exception {
        StateLogs logs = StateScenario.logs();
        Path savepoint = StateJob.stopAtTheCut(logs, folder, before, backendBefore);
        assertGoesOn(StateJob.resume(logs, savepoint, after, backendAfter), StateJob.run(logs, 2));
    }

    private static void assertGoesOn(StateJob.Settled resumed, StateJob.Settled undisturbed) {
        int sealedBefore = undisturbed.headers().size() - resumed.headers().size();
        assertThat(sealedBefore).isPositive();
        assertThat(resumed.headers())
                .isNotEmpty()
                .isEqualTo(undisturbed
                        .headers()
                        .subList(sealedBefore, undisturbed.headers().size()));
        assertThat(resumed.lines()).isNotEmpty();
        long first = resumed.lines().get(0).period();
        List<AccountLine> expected = undisturbed.lines().stream()
                .filter(line -> line.period() >= first)
                .toList();
        assertThat(resumed.lines()).isEqualTo(expected);
        assertThat(resumed.lineTotals()).isEqualTo(undisturbed.lineTotals());
        // Reports after the cut that only what was accepted before it can judge.
        assertThat(resumed.lineTotals())
                .containsKeys("duplicate", "rejected.SEQUENCE_CONFLICT", "rejected.SEQUENCE_STALE");
    }

    @Test
    void theSavepointOfAReleasedVersionHasSomethingInEveryState(@TempDir Path folder) throws Exception {
        ReleasedState newest = ReleasedState.all().get(ReleasedState.all().size() - 1);
        assertThat(Savepoint.read(newest.unpackSavepoint(folder)).states("royalty."))
                .isNotEmpty()
                .filteredOn(state -> state.entries() == 0)
                .extracting(SavedState::fullName)
                .containsExactlyInAnyOrderElementsOf(EMPTY_AT_EVERY_BARRIER);
    }
}
