package dev.tributary.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.local.CommandRun;
import dev.tributary.settlement.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of `tributary replay`. */
@SuppressWarnings("NullAway.Init") // written before every test
final class ReplayCommandTest {
    private Path folder;
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeLogs(@TempDir Path emptyFolder) throws Exception {
        folder = emptyFolder;
        new LargeLogs(50, 10, 20, 3, 2, 100).write(folder);
    }

    private int replay(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--usage",
                folder.resolve("usage.jsonl").toString(),
                "--chain",
                folder.resolve("chain.jsonl").toString(),
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        out = run.out();
        err = run.err();
        return run.exitCode();
    }

    @Test
    void aReplayTellsWhatCameOfEveryLine() throws Exception {
        assertThat(replay("--json", "--period", "30m30s", "--grain", "30s", "--grace", "1m500ms"))
                .as(err)
                .isEqualTo(ExitCode.OK);
        JsonNode summary = new ObjectMapper().readTree(out);
        assertThat(summary.path("reported").asLong()).isEqualTo(50);
        assertThat(summary.path("counted").asLong()
                        + summary.path("rejected").path("MODEL_UNKNOWN").asLong())
                .isEqualTo(50);
        assertThat(folder.resolve("out/batches.json")).exists();
        assertThat(folder.resolve("out/rejected.jsonl")).exists();
    }

    @Test
    void aHaltSaysWhyInOneLineAndExitsWithOne() throws Exception {
        Path usage = folder.resolve("usage.jsonl");
        List<String> records = new ArrayList<>(Files.readAllLines(usage));
        records.set(2, records.get(2).substring(0, 100));
        Files.write(usage, records);
        assertThat(replay()).isEqualTo(ExitCode.HALTED);
        assertThat(err.lines()).hasSize(1);
        assertThat(err).startsWith("REPLAY_INPUT_INVALID: line 3 of ");
        assertThat(out).isEmpty();
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void aHaltIsJsonForMachinesAndHasAStackTraceForWhoAsks() throws Exception {
        Files.delete(folder.resolve("chain.jsonl"));
        assertThat(replay("--json")).isEqualTo(ExitCode.HALTED);
        assertThat(new ObjectMapper().readTree(err).path("code").asText()).isEqualTo("REPLAY_INPUT_UNREADABLE");
        assertThat(replay("--stacktrace")).isEqualTo(ExitCode.HALTED);
        assertThat(err).contains("there is no file", "at dev.tributary.pipelines.replay.");
    }

    @ParameterizedTest
    @CsvSource({
        "--period, soon",
        "--period, 0s",
        "--grain, 7m",
        "--grace, -1m",
        "--partitions, many",
        "--parallelism, 0",
        "--partition, 2"
    })
    void aWrongOptionIsSaidToBeOneAndExitsWithTwo(String option, String value) {
        assertThat(replay(option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(err.lines().findFirst()).isPresent();
        assertThat(out).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
