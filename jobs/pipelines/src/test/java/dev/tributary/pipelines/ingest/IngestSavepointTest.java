package dev.tributary.pipelines.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.chain.ChainEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A savepoint of a released version goes on with the next event, under the next ordinal, on the same chain alone. */
@Timeout(180)
final class IngestSavepointTest {
    private static final Path RELEASED = Path.of("src/test/resources/state");
    private static final String FIXTURE = "ingest-savepoint.gz";
    /** Blocks of the chain before the savepoint. */
    private static final int BEFORE = 6;

    private static final int EVENTS_BEFORE = 7;
    private static final int EVENTS_AFTER = 11;

    static Stream<Arguments> versionsAtEveryParallelism() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .flatMap(version -> Stream.of(1, 2, 4).map(parallelism -> Arguments.of(version, parallelism)));
        }
    }

    @ParameterizedTest
    @MethodSource("versionsAtEveryParallelism")
    void aSavepointOfAReleasedVersionGoesOn(Path version, int parallelism, @TempDir Path folder) throws Exception {
        List<ChainEvent> undisturbed;
        try (IngestRun run = IngestRun.fromTheBeginning(longer("main"))) {
            undisturbed = run.awaitHead(2 * BEFORE).read();
        }
        String backend = parallelism == 4 ? "rocksdb" : "hashmap";
        try (IngestRun run = IngestRun.from(unpack(version, folder), longer("main"), parallelism, backend)) {
            List<ChainEvent> after = run.awaitHead(2 * BEFORE).read();
            assertThat(after).hasSize(EVENTS_AFTER).isEqualTo(undisturbed.subList(EVENTS_BEFORE, undisturbed.size()));
            assertThat(after.get(0).ordinal()).isEqualTo(EVENTS_BEFORE + 1);
            assertThat(run.beats()).contains(0, 1, 2);
        }
    }

    @Test
    void aSavepointIsRefusedByAChainOfAnotherHistory(@TempDir Path folder) throws Exception {
        Path newest = RELEASED.resolve("v1");
        try (IngestRun run = IngestRun.from(unpack(newest, folder), longer("fork"), 1, "hashmap")) {
            assertThat(run.failure()).hasStackTraceContaining("IngestHaltedException");
            assertThat(run.read()).isEmpty();
        }
    }

    /** Run by hand for each release, with -Dtributary.state-version=v2 and so on; see docs/operations.md. */
    @Test
    @EnabledIfSystemProperty(named = "tributary.state-version", matches = "v[0-9]+")
    void writeReleasedState(@TempDir Path folder) throws Exception {
        Path fixture =
                RELEASED.resolve(System.getProperty("tributary.state-version")).resolve(FIXTURE);
        Files.createDirectories(fixture.getParent());
        try (IngestRun run = IngestRun.fromTheBeginning(chain(BEFORE, "main"));
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(fixture))) {
            run.awaitHead(BEFORE);
            Files.copy(run.stop(folder).resolve("_metadata"), out);
        }
    }

    private static ScriptedChain longer(String fork) {
        return chain(2 * BEFORE, fork);
    }

    /** Blocks with 0, 1, 2, 3 events, in turn. */
    private static ScriptedChain chain(int blocks, String fork) {
        ScriptedChain chain = new ScriptedChain();
        for (int block = 0; block < blocks; block++) {
            chain.block(block % 4, fork);
        }
        return chain;
    }

    /** Lays the savepoint out, as Flink reads it. */
    private static Path unpack(Path version, Path into) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(version.resolve(FIXTURE)))) {
            Files.copy(in, into.resolve("_metadata"));
        }
        return into;
    }
}
