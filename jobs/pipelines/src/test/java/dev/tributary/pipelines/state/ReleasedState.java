package dev.tributary.pipelines.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a released version left in {@code src/test/resources/state/<version>}:
 *
 * <pre>
 *  chain.jsonl, usage.jsonl     two logs
 *  batches.jsonl                the headers of the whole of both
 *  savepoint.gz                 taken in their midst
 *  ingest-savepoint.gz          of ChainIngestJob, see IngestSavepointTest
 *  royalty-job.uids, chain-ingest-job.uids
 *  UID.STATE.hex                per state its serialiser's snapshot and a value, see {@link StateFixture}
 * </pre>
 */
record ReleasedState(Path folder) {
    private static final Path ALL = Path.of("src/test/resources/state");
    private static final String HEX = ".hex";

    static ReleasedState of(String version) {
        return new ReleasedState(ALL.resolve(version));
    }

    /** Versions in their order. */
    static List<ReleasedState> all() throws IOException {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(Files::isDirectory)
                    .map(ReleasedState::new)
                    .sorted(Comparator.comparingInt(ReleasedState::number))
                    .toList();
        }
    }

    static ReleasedState newest() throws IOException {
        List<ReleasedState> all = all();
        return all.get(all.size() - 1);
    }

    /** N of vN: v10 comes after v2. */
    int number() {
        return Integer.parseInt(folder.getFileName().toString().substring(1));
    }

    StateLogs logs() throws IOException {
        return StateLogs.read(folder);
    }

    List<String> batches() throws IOException {
        return Files.readAllLines(folder.resolve("batches.jsonl"));
    }

    List<String> uids(String job) throws IOException {
        return Files.readAllLines(folder.resolve(job + ".uids"));
    }

    /** Full names of the states. */
    List<String> states() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(HEX))
                    .map(name -> name.substring(0, name.length() - HEX.length()))
                    .sorted()
                    .toList();
        }
    }

    List<StateFixture> fixtures(String state) throws IOException {
        return StateFixture.read(folder.resolve(state + HEX));
    }

    /** Lays the savepoint out, as Flink reads it. */
    Path unpackSavepoint(Path into) throws IOException {
        return unpack("savepoint.gz", into);
    }

    /** The one of the other job. */
    Path unpackIngestSavepoint(Path into) throws IOException {
        return unpack("ingest-savepoint.gz", into);
    }

    private Path unpack(String savepoint, Path into) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(savepoint)))) {
            Files.copy(in, into.resolve("_metadata"));
        }
        return into;
    }

    void write(StateLogs logs, List<String> batches, Path savepoint, List<String> royaltyUids, List<String> ingestUids)
            throws Exception {
        Files.createDirectories(folder);
        logs.write(folder);
        Files.write(folder.resolve("batches.jsonl"), batches);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("savepoint.gz")))) {
            Files.copy(savepoint.resolve("_metadata"), out);
        }
        Files.write(folder.resolve("royalty-job.uids"), royaltyUids);
        Files.write(folder.resolve("chain-ingest-job.uids"), ingestUids);
        for (String stale : states()) {
            Files.delete(folder.resolve(stale + HEX));
        }
        for (SavedState state : Savepoint.read(savepoint).states("royalty.")) {
            List<String> lines = new ArrayList<>();
            for (var serializer : state.serializers()) {
                lines.addAll(StateFixture.write(serializer).lines());
            }
            Files.write(folder.resolve(state.fullName() + HEX), lines);
        }
    }
}
