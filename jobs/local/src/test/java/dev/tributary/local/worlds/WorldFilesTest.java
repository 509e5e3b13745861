package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.audit.Audit;
import dev.tributary.local.audit.BatchesJson;
import dev.tributary.local.audit.Closing;
import dev.tributary.local.audit.UsageJsonLines;
import dev.tributary.local.audit.UsageLogRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorldFilesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aWorldReadBackFromItsFilesIsTheSame(long seed, @TempDir Path folder) throws IOException {
        World world = Worlds.of(seed);
        world.write(folder);

        List<UsageLogRecord> usage = Files.readAllLines(folder.resolve("usage.jsonl")).stream()
                .map(UsageJsonLines::read)
                .toList();
        List<String> chain = Files.readAllLines(folder.resolve("chain.jsonl"));
        assertThat(Audit.of(chain, usage, world.settings(Closing.END_OF_INPUT)))
                .isEqualTo(Audit.of(world.chain(), world.usage(), world.settings(Closing.END_OF_INPUT)));
    }

    @Test
    void theSameSeedMakesTheSameWorld() {
        assertThat(Worlds.of(7).chain()).isEqualTo(Worlds.of(7).chain());
        assertThat(Worlds.of(7).usage())
                .usingRecursiveComparison()
                .isEqualTo(Worlds.of(7).usage());
    }

    @Test
    void anAuditIsWrittenInTheFormOfBatchesJson() {
        World world = Worlds.of(1);
        var document = BatchesJson.of(Audit.of(world.chain(), world.usage(), world.settings(Closing.END_OF_INPUT)));

        assertThat(document.at("/batches/0/epoch").intValue()).isEqualTo(1);
        assertThat(document.at("/batches/0/periodStart").textValue()).endsWith("Z");
        assertThat(document.at("/batches/0/root").textValue()).matches("0x[0-9a-f]{64}");
        assertThat(document.at("/batches/0/lines/0/numerator").textValue()).matches("[1-9][0-9]*");
        assertThat(document.at("/lines/reported").longValue()).isPositive();
        assertThat(document.at("/lines").has("pending")).isFalse();
    }
}
