package dev.tributary.pipelines.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.JobGraphs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator of a released version is never removed and never renamed: its state would have nowhere to go. */
final class ReleasedUidsTest {
    static List<ReleasedState> versions() throws Exception {
        return ReleasedState.all();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void bothJobsStillHaveTheOperatorsOfEveryReleasedVersion(ReleasedState released) throws Exception {
        assertThat(JobGraphs.uids(JobGraphs.royalty())).containsAll(released.uids("royalty-job"));
        assertThat(JobGraphs.uids(JobGraphs.chainIngest())).containsAll(released.uids("chain-ingest-job"));
    }

    /** A list that somebody shortened would notice nothing. */
    @ParameterizedTest
    @MethodSource("versions")
    void theListsOfAReleasedVersionAreThoseOfItsSavepoint(ReleasedState released, @TempDir Path folder)
            throws Exception {
        assertThat(released.uids("royalty-job"))
                .containsAll(Savepoint.read(released.unpackSavepoint(folder)).uids("royalty."));
        assertThat(released.uids("chain-ingest-job")).hasSizeGreaterThanOrEqualTo(5);
    }
}
