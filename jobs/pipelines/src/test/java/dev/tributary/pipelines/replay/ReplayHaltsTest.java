package dev.tributary.pipelines.replay;

import static dev.tributary.pipelines.ChainLog.address;
import static dev.tributary.pipelines.replay.ReplayLogs.S;
import static dev.tributary.pipelines.replay.ReplayLogs.TREASURY;
import static dev.tributary.pipelines.replay.ReplayTest.renumbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.pipelines.ChainLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has no result says why, with the line where there is one. */
final class ReplayHaltsTest {
    private ReplayLogs logs;

    @BeforeEach
    void writeLogs(@TempDir Path folder) {
        logs = new ReplayLogs(folder);
    }

    @Test
    void aLogThatEndsAheadOfAGapThatAnEventShows() {
        logs.chain = new ArrayList<>(logs.chain);
        logs.chain.remove(3);
        logs.assertHalts("CHAIN_LOG_GAP", "event 4 is missing");
    }

    @Test
    void aLogThatEndsAheadOfAGapThatBlockFinalizedShows() {
        List<String> whole = ReplayLogs.lines(
                new ChainLog().fee(S, 20_000).treasury(S, TREASURY).finalized(S + 1));
        logs.chain = List.of(whole.get(0), whole.get(2));
        logs.assertHalts("CHAIN_LOG_GAP", "event 2 is missing", "reaches 2");
    }

    @Test
    void offsetsThatDoNotAscend() {
        logs.usage = List.of(logs.usage.get(0), logs.usage.get(1), logs.usage.get(0));
        logs.assertHalts("REPLAY_INPUT_INVALID", "line 3 of", "offset 0 of partition 0 follows 0");
    }

    @Test
    void aPartitionBeyondThoseAskedFor() {
        logs.partitions = 1;
        logs.assertHalts("REPLAY_INPUT_INVALID", "line 2 of", "partition 1");
    }

    @Test
    void eventsOfTwoGatewayRegistries() {
        logs.chain = new ArrayList<>(logs.chain);
        logs.chain.set(3, logs.chain.get(3).replace(ChainLog.GATEWAYS, address("another registry")));
        logs.assertHalts("GATEWAY_REGISTRIES_TWO", ChainLog.GATEWAYS, address("another registry"));
    }

    @Test
    void eventsOfTwoChains() {
        logs.chain = new ArrayList<>(logs.chain);
        logs.chain.set(3, logs.chain.get(3).replace("\"chainId\":31337", "\"chainId\":1"));
        logs.assertHalts("CHAIN_ID_MISMATCH", "chain 1", "chain 31337");
    }

    @Test
    void aBlockThatChanged() {
        logs.chain = new ArrayList<>(logs.chain);
        logs.chain.add(logs.chain.get(2).replaceFirst("\"hash\":\"0x[0-9a-f]{8}", "\"hash\":\"0x00000000"));
        logs.assertHalts("CHAIN_BLOCK_CHANGED", "block 3 had the hash");
    }

    @Test
    void aViolatedRuleAlsoRemovesWhatAnEarlierRunWrote() throws Exception {
        logs.replay(1);
        logs.chain = renumbered(logs.chain.subList(2, logs.chain.size()), 0);
        logs.assertHalts("PLATFORM_TERMS_MISSING", "before the vault's first FeeChanged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"partition\":0,\"offset\":1,\"app | it is not JSON",
                "[] | it is not a JSON object",
                "{} {} | it is not JSON",
                "{\"partition\":-1} | 'partition' is not a whole number from 0",
                "{\"partition\":0,\"offset\":1.5} | 'offset' is not a whole number from 0",
                "{\"partition\":0,\"offset\":9,\"appendTime\":\"noon\"} | 'appendTime' is not an instant",
                "{\"partition\":0,\"partition\":0} | it is not JSON: Duplicate field 'partition'",
            })
    void aBrokenLineOfTheUsageLog(String line, String why) {
        logs.usage = List.of(logs.usage.get(0), "", line, logs.usage.get(1));
        logs.assertHalts("REPLAY_INPUT_INVALID", "line 3 of", "usage.jsonl", why);
    }

    @Test
    void aBrokenLineOfTheChainLog() {
        logs.chain = new ArrayList<>(logs.chain);
        logs.chain.set(5, logs.chain.get(5).substring(0, 40));
        logs.assertHalts("REPLAY_INPUT_INVALID", "line 6 of", "chain.jsonl", "not JSON");
    }

    @Test
    void bytesThatAreNotUtf8() throws IOException {
        Path usage = Files.write(logs.folder.resolve("latin1.jsonl"), new byte[] {'\n', '{', (byte) 0xe9, '}'});
        Path chain = Files.write(logs.folder.resolve("chain.jsonl"), logs.chain);
        assertThatThrownBy(() -> logs.replay(1, chain, usage))
                .isInstanceOf(ReplayHalted.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> logs.replay(1, Path.of("nowhere/chain.jsonl"), Path.of("usage.jsonl")))
                .isInstanceOfSatisfying(
                        ReplayHalted.class, halted -> assertThat(halted.code()).isEqualTo("REPLAY_INPUT_UNREADABLE"))
                .hasMessageContaining("there is no file nowhere/chain.jsonl");
    }

    @Test
    void aFolderThatCannotBeWritten() throws IOException {
        Files.writeString(logs.folder.resolve("out"), "a file");
        assertThatThrownBy(() -> logs.replay(1))
                .isInstanceOfSatisfying(
                        ReplayHalted.class, halted -> assertThat(halted.code()).isEqualTo("REPLAY_OUTPUT_UNUSABLE"));
    }
}
