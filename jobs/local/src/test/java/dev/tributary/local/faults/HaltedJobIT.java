package dev.tributary.local.faults;

import static dev.tributary.local.faults.WrittenLogs.CHAIN;
import static dev.tributary.local.faults.WrittenLogs.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.local.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What no restart can mend ends the job, on a cluster that restarts jobs for ever, and the message says what a person has
 * to do.
 */
@Timeout(180)
final class HaltedJobIT {
    @SuppressWarnings("NullAway.Init") // before all tests
    private static EmbeddedDatabase database;

    @SuppressWarnings("NullAway.Init") // before each test
    private WrittenLogs logs;

    @BeforeAll
    static void startDatabase() {
        database = EmbeddedDatabase.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() {
        logs = new WrittenLogs(database);
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void usageThatRetentionRemovedBeforeItWasReadHaltsTheJob() throws Exception {
        logs.write(USAGE, 1, List.of("a", "b", "c"));
        logs.delete(USAGE, 1, 2);
        assertThat(logs.failure(logs.submit()).getMessage())
                .startsWith("LOG_GAP: ")
                .contains("{usage.reported.v1-1=0}")
                .contains("start the job from its last checkpoint");
    }

    @Test
    void chainEventsThatRetentionRemovedBeforeTheyWereReadHaltTheJob() throws Exception {
        logs.write(CHAIN, 0, List.of(finalizedBlock(WrittenLogs.CHAIN_ID, 1)));
        logs.delete(CHAIN, 0, 1);
        assertThat(logs.failure(logs.submit()).getMessage())
                .startsWith("LOG_GAP: ")
                .contains("{chain.events.v1-0=0}");
    }

    @Test
    void whatWasReadBeforeItWasRemovedIsNoGap() throws Exception {
        logs.write(USAGE, 0, List.of("a", "b", "c"));
        JobID job = logs.submit();
        logs.awaitRefusals(3);
        logs.delete(USAGE, 0, 3);
        logs.write(USAGE, 0, List.of("d"));
        logs.awaitRefusals(4);
        assertThat(logs.cluster().status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(logs.cluster().failure()).isEmpty();
    }

    @Test
    void aUsageTopicThatWasMadeAnewHaltsTheJobHoweverLongItIs() throws Exception {
        logs.write(USAGE, 0, List.of("a", "b", "c"));
        JobID job = logs.submit();
        logs.awaitRefusals(3);
        Path savepoint = logs.stop(job);
        logs.makeAnew(USAGE, WrittenLogs.USAGE_PARTITIONS);
        logs.write(USAGE, 0, List.of("A", "B", "C", "D", "E"));
        assertThat(logs.failure(logs.resume(savepoint)).getMessage())
                .startsWith("LOG_REPLACED: topic usage.reported.v1 ")
                .contains("usage.reported.v1-0=3");
        assertThat(logs.refusals()).isEqualTo(3);
    }

    @Test
    void aChainTopicThatWasMadeAnewHaltsTheJobHoweverLongItIs() throws Exception {
        logs.write(CHAIN, 0, List.of(finalizedBlock(WrittenLogs.CHAIN_ID, 1)));
        logs.write(USAGE, 0, List.of("a"));
        JobID job = logs.submit();
        logs.awaitRefusals(1);
        Path savepoint = logs.stop(job);
        logs.makeAnew(CHAIN, 1);
        logs.write(CHAIN, 0, List.of(finalizedBlock(WrittenLogs.CHAIN_ID, 1), finalizedBlock(WrittenLogs.CHAIN_ID, 2)));
        assertThat(logs.failure(logs.resume(savepoint)).getMessage())
                .startsWith("LOG_REPLACED: topic chain.events.v1 ")
                .contains("{chain.events.v1-0=1}");
    }

    /** The consumer may see it first, by an offset that is not there yet, or the reader, by the topic's id. */
    @Test
    void aTopicThatIsMadeAnewUnderARunningJobHaltsIt() throws Exception {
        logs.write(USAGE, 0, List.of("a"));
        JobID job = logs.submit();
        logs.awaitRefusals(1);
        logs.makeAnew(USAGE, WrittenLogs.USAGE_PARTITIONS);
        logs.write(USAGE, 0, List.of("A", "B", "C", "D", "E"));
        assertThat(logs.failure(job).code()).isIn("LOG_REPLACED", "LOG_GAP");
    }

    /** The one that the savepoint was taken of, and one of which the job had read nothing. */
    @Test
    void topicsThatHoldWhatComesNextAreReadOn() throws Exception {
        logs.write(USAGE, 0, List.of("a", "b", "c"));
        JobID job = logs.submit();
        logs.awaitRefusals(3);
        Path savepoint = logs.stop(job);
        logs.makeAnew(CHAIN, 1);
        logs.write(USAGE, 0, List.of("d"));
        logs.write(USAGE, 1, List.of("e"));
        JobID resumed = logs.resume(savepoint);
        logs.awaitRefusals(5);
        assertThat(logs.cluster().status(resumed)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void theLogOfAnotherChainHaltsTheJob() throws Exception {
        logs.write(CHAIN, 0, List.of(finalizedBlock(1, 1)));
        assertThat(logs.failure(logs.submit()).getMessage())
                .startsWith("CHAIN_ID_MISMATCH: ")
                .contains("is of chain 1, this job settles chain 31337");
    }

    private static String finalizedBlock(long chainId, long number) {
        return ("{\"chainId\":%d,\"ordinal\":0,\"block\":{\"number\":%d,\"hash\":\"0x%s\",\"timestamp\":%d},"
                        + "\"event\":\"BlockFinalized\"}")
                .formatted(chainId, number, "%064x".formatted(number), number);
    }
}
