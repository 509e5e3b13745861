package dev.tributary.pipelines.state;

import dev.tributary.pipelines.JobGraphs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Run by hand for each release, with -Dtributary.state-version=v2 and so on; see docs/operations.md. */
final class WriteReleasedState {
    @Test
    @EnabledIfSystemProperty(named = "tributary.state-version", matches = "v[0-9]+")
    void write(@TempDir Path folder) throws Exception {
        StateLogs logs = StateScenario.logs();
        StateJob.Settled settled = StateJob.run(logs, 2);
        Path savepoint = StateJob.stopAtTheCut(logs, folder, 2, "hashmap").savepoint();
        try (Stream<Path> files = Files.list(savepoint)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            if (!names.equals(List.of("_metadata"))) {
                throw new IllegalStateException("the savepoint is more than its metadata: " + names);
            }
        }
        ReleasedState.of(System.getProperty("tributary.state-version"))
                .write(
                        logs,
                        settled.committed(),
                        savepoint,
                        JobGraphs.uids(JobGraphs.royalty()),
                        JobGraphs.uids(JobGraphs.chainIngest()));
    }
}
