package dev.tributary.pipelines.connectors;

import static dev.tributary.pipelines.connectors.SealedPeriods.header;
import static dev.tributary.pipelines.connectors.SealedPeriods.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.SettlementHalted;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedPeriodCommitterTest {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final BookingRule BOOKING = new BookingRule(60_000, SealedPeriods.PERIOD_MILLIS, 0);
    private static final AccountLine FIRST = line(500_000, 1, 7);
    private static final AccountLine SECOND = line(500_000, 2, 8);
    private static final AccountLine NEXT = line(500_001, 1, 9);

    @SuppressWarnings("NullAway.Init") // started before all tests
    private static JobsDatabase database;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        database = new JobsDatabase(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void empty() throws Exception {
        database.execute("truncate tributary.staged_line, tributary.sealed_period");
    }

    private static final class Request implements Committer.CommitRequest<BatchHeader> {
        private final BatchHeader header;

        Request(BatchHeader header) {
            this.header = header;
        }

        @Override
        public BatchHeader getCommittable() {
            return header;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            throw new AssertionError("a failure would be swallowed", reason);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void retryLater() {
            throw new AssertionError("the committer waits itself");
        }

        @Override
        public void updateAndRetryLater(BatchHeader changed) {
            throw new AssertionError("a header never changes");
        }

        @Override
        public void signalAlreadyCommitted() {
            throw new AssertionError("a commit that was done before is a commit");
        }
    }

    @SuppressWarnings("try") // nothing interrupts the test
    private static void stage(AccountLine... lines) throws Exception {
        UpsertSink<AccountLine> sink = new RoyaltyTables(
                        new DeploymentRows(database.access(PATIENCE_MILLIS), SealedPeriods.CHAIN, SealedPeriods.VAULT),
                        BOOKING)
                .stagedLines();
        try (SinkWriter<AccountLine> writer = sink.writer()) {
            for (AccountLine line : lines) {
                writer.write(line, null);
            }
            writer.flush(false);
        }
    }

    private static void commit(BatchHeader... headers) throws Exception {
        commit(database.access(PATIENCE_MILLIS), headers);
    }

    @SuppressWarnings("try") // nothing interrupts the test
    private static void commit(DatabaseAccess access, BatchHeader... headers) throws Exception {
        List<Committer.CommitRequest<BatchHeader>> requests = Arrays.stream(headers)
                .<Committer.CommitRequest<BatchHeader>>map(Request::new)
                .toList();
        try (Committer<BatchHeader> committer = new SealedPeriodCommitter(new PatientDatabase(access))) {
            committer.commit(requests);
        }
    }

    private static List<String> visible() throws Exception {
        return database.query("select epoch, account, numerator from tributary.batch_line order by epoch, account");
    }

    private static void assertHalts(String code, ThrowingCallable action, String... parts) {
        assertThatThrownBy(action)
                .rootCause()
                .isInstanceOf(SettlementHalted.class)
                .satisfies(halt -> {
                    assertThat(halt).hasMessageStartingWith(code + ":");
                    for (String part : parts) {
                        assertThat(halt).hasMessageContaining(part);
                    }
                });
    }

    @Test
    void linesAreVisibleOnceTheirHeaderIsCommitted() throws Exception {
        stage(FIRST, SECOND, NEXT);
        assertThat(visible()).isEmpty();
        commit(header(2, NEXT), header(1, FIRST, SECOND));
        assertThat(visible())
                .containsExactly(
                        "1|" + FIRST.account() + "|7", "1|" + SECOND.account() + "|8", "2|" + NEXT.account() + "|9");
        assertThat(database.query("select header from tributary.sealed_period where epoch = 1"))
                .containsExactly(header(1, FIRST, SECOND).toCanonicalJson());
    }

    @Test
    void theSameHeaderAndTheSameLinesAgainChangeNothing() throws Exception {
        stage(FIRST, SECOND);
        commit(header(1, FIRST, SECOND));
        stage(SECOND, FIRST);
        commit(header(1, FIRST, SECOND), header(1, FIRST, SECOND));
        assertThat(visible()).hasSize(2);
    }

    @Test
    void linesThatARestoredJobStagesAgainAreThereOnceWithTheirLastNumerator() throws Exception {
        BigInteger large = BigInteger.TEN.pow(60).add(BigInteger.ONE);
        AccountLine grown = new AccountLine(FIRST.period(), FIRST.token(), FIRST.account(), large);
        stage(FIRST, SECOND);
        stage(SECOND, grown, NEXT);
        assertThat(database.query("select account, numerator, extract(epoch from period_start)::bigint"
                        + " from tributary.staged_line order by period_start, account"))
                .containsExactly(
                        FIRST.account() + "|" + large + "|" + 500_000L * 3_600,
                        SECOND.account() + "|8|" + 500_000L * 3_600,
                        NEXT.account() + "|9|" + 500_001L * 3_600);
    }

    @Test
    void moreLinesThanAreWrittenAtOnceAreAllStaged() throws Exception {
        AccountLine[] many = IntStream.rangeClosed(1, 12_345)
                .mapToObj(account -> line(500_000, account, account))
                .toArray(AccountLine[]::new);
        stage(many);
        stage(many);
        commit(header(1, many));
        assertThat(database.query("select count(*), sum(numerator) from tributary.batch_line"))
                .containsExactly("12345|" + 12_345L * 12_346 / 2);
    }

    @Test
    void anotherHeaderForASealedPeriodHaltsWithBothInTheMessage() throws Exception {
        stage(FIRST, NEXT);
        BatchHeader sealed = header(1, FIRST);
        commit(sealed);
        BatchHeader other = header(2, FIRST);
        assertHalts("SEALED_PERIOD_CONFLICT", () -> commit(other), sealed.toCanonicalJson(), other.toCanonicalJson());
    }

    @Test
    void anotherPeriodUnderASealedEpochHalts() throws Exception {
        stage(FIRST, NEXT);
        commit(header(1, FIRST));
        assertHalts("SEALED_PERIOD_CONFLICT", () -> commit(header(1, NEXT)));
    }

    @Test
    void linesThatDoNotMatchTheirHeaderHaltAndStayInvisible() throws Exception {
        stage(FIRST, SECOND);
        assertHalts("STAGED_LINES_MISMATCH", () -> commit(header(1, FIRST)), "2 with hash", "\"lineCount\":\"1\"");
        assertHalts("STAGED_LINES_MISMATCH", () -> commit(header(1, FIRST, line(500_000, 2, 9))));
        assertHalts("STAGED_LINES_MISMATCH", () -> commit(header(1, FIRST, line(500_000, 3, 8))));
        assertHalts("STAGED_LINES_MISMATCH", () -> commit(header(1, FIRST, SECOND, line(500_000, 3, 8))));
        assertThat(visible()).isEmpty();
    }

    @Test
    void nobodyChangesASealedLine() throws Exception {
        stage(FIRST);
        commit(header(1, FIRST));
        assertHalts("SEALED_LINE_CHANGED", () -> stage(line(500_000, 1, 70)), "numerator 7", "70");
        assertHalts("SEALED_LINE_CHANGED", () -> stage(SECOND));
        assertThatThrownBy(() -> database.execute("delete from tributary.staged_line"))
                .hasMessageContaining("is sealed");
        assertThatThrownBy(() -> database.execute("update tributary.sealed_period set line_count = 2"))
                .hasMessageContaining("is sealed");
        assertThat(visible()).containsExactly("1|" + FIRST.account() + "|7");
    }

    @Test
    void anOutageIsWaitedOut() throws Exception {
        stage(FIRST);
        database.stop();
        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> {
            try {
                commit(header(1, FIRST));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            assertThatThrownBy(() -> commit.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        } finally {
            database.restart();
        }
        commit.get(30, TimeUnit.SECONDS);
        assertThat(visible()).hasSize(1);
    }

    @Test
    void anOutageLongerThanThePatienceFailsTheJob() throws Exception {
        stage(FIRST);
        database.stop();
        try {
            assertThatThrownBy(() -> commit(database.access(300), header(1, FIRST)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("DATABASE_FAILED");
        } finally {
            database.restart();
        }
        commit(header(1, FIRST));
        assertThat(visible()).hasSize(1);
    }
}
