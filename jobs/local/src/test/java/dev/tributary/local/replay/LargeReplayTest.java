package dev.tributary.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.replay.ProgressListener;
import dev.tributary.pipelines.replay.Replay;
import dev.tributary.pipelines.replay.ReplayOptions;
import dev.tributary.pipelines.replay.ReplaySummary;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A million lines replay, in however many reports, also when every one of them is refused. */
@Tag("slow")
final class LargeReplayTest {
    private static final long LINES = 1_000_000;

    @ParameterizedTest
    @CsvSource({"1000, 5", "1, 5", "1000, 1000"})
    void aMillionLinesReplayAndEachIsAccountedFor(int linesPerReport, int refusedInAThousand, @TempDir Path folder)
            throws Exception {
        new LargeLogs(LINES, linesPerReport, 10_000, 1_000, 4, refusedInAThousand).write(folder);
        ReplaySummary summary = Replay.run(
                new ReplayOptions(
                        folder.resolve("chain.jsonl"),
                        folder.resolve("usage.jsonl"),
                        folder.resolve("out"),
                        new BookingRule(60_000, 3_600_000, 600_000),
                        4,
                        30L * 86_400_000,
                        true,
                        true,
                        false,
                        2),
                ProgressListener.NONE);
        long rejected = summary.rejectedLines().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(summary.reportedLines()).isEqualTo(LINES);
        assertThat(summary.countedLines() + rejected).isEqualTo(LINES);
        assertThat(rejected).isPositive();
        try (var refusals = Files.lines(folder.resolve("out/rejected.jsonl"))) {
            assertThat(refusals.count()).isBetween(1L, rejected);
        }
    }
}
