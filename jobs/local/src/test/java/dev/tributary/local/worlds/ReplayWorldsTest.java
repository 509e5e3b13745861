package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.AuditHalt;
import dev.tributary.local.audit.BatchesJson;
import dev.tributary.local.audit.UsageLogRecord;
import dev.tributary.pipelines.replay.ProgressListener;
import dev.tributary.pipelines.replay.Replay;
import dev.tributary.pipelines.replay.ReplayHalted;
import dev.tributary.pipelines.replay.ReplayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What auditors are given: the two files of a replay are the same bytes however it is run, and say what the audit says. */
final class ReplayWorldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody can tell from the logs alone which of two registries is ours: a replay halts, see below. */
    static LongStream seeds() {
        return Seeds.of(3, 40, seed -> !hasImpostors(seed));
    }

    static LongStream seedsOfImpostors() {
        return Seeds.of(1, 10, ReplayWorldsTest::hasImpostors);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyInterleavingAndParallelismGivesTheBytesOfTheAudit(long seed, @TempDir Path folder) throws Exception {
        World world = Worlds.of(seed);
        String audited = JSON.writeValueAsString(
                        BatchesJson.of(Audit.of(world.chain(), world.usage(), world.settingsOfReplay())))
                + "\n";
        List<String> rejected = new ArrayList<>();
        for (int parallelism : new int[] {1, 2, 4}) {
            replay(interleaved(world, new Random(seed + parallelism)), parallelism, folder);
            assertThat(folder.resolve("out/batches.json"))
                    .as("%s at parallelism %d", world, parallelism)
                    .hasContent(audited);
            rejected.add(Files.readString(folder.resolve("out/rejected.jsonl")));
        }
        assertThat(rejected).as(world.toString()).containsOnly(rejected.get(0));
    }

    @ParameterizedTest
    @MethodSource("seedsOfImpostors")
    void aWorldWithImpostorsHalts(long seed, @TempDir Path folder) {
        World world = Worlds.of(seed);
        assertThatThrownBy(() -> Audit.of(world.chain(), world.usage(), world.settingsOfReplay()))
                .as(world.toString())
                .isInstanceOfSatisfying(
                        AuditHalt.class, halted -> assertThat(halted.code()).isEqualTo("GATEWAY_REGISTRIES_TWO"));
        assertThatThrownBy(() -> replay(world, 1, folder))
                .as(world.toString())
                .isInstanceOfSatisfying(
                        ReplayHalted.class, halted -> assertThat(halted.code()).isEqualTo("GATEWAY_REGISTRIES_TWO"));
    }

    static boolean hasImpostors(long seed) {
        return Worlds.of(seed).chain().stream().anyMatch(event -> event.contains(Impostors.ADDRESS));
    }

    static void replay(World world, int parallelism, Path folder) throws IOException {
        world.write(folder);
        World.Shape shape = world.shape();
        Replay.run(
                new ReplayOptions(
                        folder.resolve("chain.jsonl"),
                        folder.resolve("usage.jsonl"),
                        folder.resolve("out"),
                        new BookingRule(shape.grainMillis(), shape.periodMillis(), shape.graceMillis()),
                        shape.partitions(),
                        shape.writeOffMillis(),
                        shape.signatures(),
                        shape.permissions(),
                        shape.fundAll(),
                        parallelism),
                ProgressListener.NONE);
    }

    /** The partitions dealt together anew; each keeps its own order. */
    private static World interleaved(World world, Random random) {
        Map<Integer, Deque<UsageLogRecord>> partitions = new TreeMap<>();
        world.usage().forEach(record -> partitions
                .computeIfAbsent(record.partition(), unseen -> new ArrayDeque<>())
                .add(record));
        List<UsageLogRecord> usage = new ArrayList<>();
        while (usage.size() < world.usage().size()) {
            List<Deque<UsageLogRecord>> left = partitions.values().stream()
                    .filter(partition -> !partition.isEmpty())
                    .toList();
            Deque<UsageLogRecord> next = left.get(random.nextInt(left.size()));
            for (int run = random.nextInt(5); run >= 0 && !next.isEmpty(); run--) {
                usage.add(next.remove());
            }
        }
        return new World(world.seed(), world.shape(), world.chain(), usage);
    }
}
