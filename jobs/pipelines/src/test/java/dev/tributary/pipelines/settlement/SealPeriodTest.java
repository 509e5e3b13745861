package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.Frontier;
import dev.tributary.pipelines.royalties.BookEntry;
import dev.tributary.pipelines.royalties.FinalizedBlock;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SealPeriodTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private static final BigInteger MICRO = BigInteger.TEN.pow(18);

    private KeyedOneInputStreamOperatorTestHarness<String, SealingFact, BatchHeader> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SealingFact, BatchHeader> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SealPeriod(1, BOOKING, 2, false)), fact -> "vault", Types.STRING);
    }

    private static AccountLine line(long period, String account, long micro) {
        return new AccountLine(period, "t", account, MICRO.multiply(BigInteger.valueOf(micro)));
    }

    private void send(AccountLine line) throws Exception {
        harness.processElement(SealingFact.of(line), 0);
    }

    private void revenue(long period, long micro, long feeMicro) throws Exception {
        BigInteger charge = BigInteger.valueOf(micro);
        book(period, BookEntry.Book.DEPOSITED_MICRO, charge);
        book(period, BookEntry.Book.FUNDED_MICRO, charge);
        book(period, BookEntry.Book.SHARED_MICRO, charge);
        book(period, BookEntry.Book.FEE_NUMERATOR, MICRO.multiply(BigInteger.valueOf(feeMicro)));
    }

    private void book(long period, BookEntry.Book book, BigInteger amount) throws Exception {
        harness.processElement(SealingFact.of(new BookEntry(period, "t", book, amount)), 0);
    }

    private void book(long period, BookEntry.Book book, long micro) throws Exception {
        book(period, book, BigInteger.valueOf(micro));
    }

    private void frontier(int partition, long before, long after, long offset) throws Exception {
        harness.processElement(SealingFact.of(new Frontier(partition, before, after, offset)), 0);
    }

    private void block(long number, long timestampMillis) throws Exception {
        harness.processElement(SealingFact.of(new FinalizedBlock(number, timestampMillis)), 0);
    }

    private static BatchHeader header(
            long epoch,
            long period,
            long micro,
            long feeMicro,
            long receivedMicro,
            List<Long> offsets,
            long block,
            AccountLine... lines) {
        LinesDigest digest = LinesDigest.EMPTY;
        for (AccountLine line : lines) {
            digest = digest.plus(line);
        }
        BigInteger all = MICRO.multiply(BigInteger.valueOf(micro));
        BigInteger fee = MICRO.multiply(BigInteger.valueOf(feeMicro));
        BigInteger none = BigInteger.ZERO;
        return new BatchHeader(
                1,
                "vault",
                epoch,
                period * 10_000,
                (period + 1) * 10_000,
                lines.length,
                digest.hex(),
                List.of(new TokenTotals(
                        "t",
                        all,
                        BigInteger.valueOf(micro),
                        fee,
                        all.subtract(fee),
                        none,
                        none,
                        none,
                        none,
                        none,
                        BigInteger.valueOf(receivedMicro),
                        none,
                        none)),
                offsets,
                block);
    }

    @Test
    void periodsWithLinesAreNumberedInTheirOrderAndSayWhereTheLogsEnded() throws Exception {
        frontier(0, Long.MIN_VALUE, 5_000, 0);
        frontier(1, Long.MIN_VALUE, 25_000, 0);
        frontier(0, 9_000, 10_000, 4);
        block(90, 9_000);
        block(100, 10_000);
        block(101, 10_000);
        block(102, 14_000);
        send(line(0, "a", 3));
        send(line(0, "treasury", 1));
        revenue(0, 4, 1);
        harness.processWatermark(9_999);
        frontier(0, 11_000, 31_000, 9);
        block(110, 31_000);
        send(line(2, "a", 5));
        revenue(2, 5, 0);
        harness.processWatermark(29_999);
        assertThat(harness.extractOutputValues())
                .containsExactly(
                        header(1, 0, 4, 1, 4, List.of(4L, 0L), 100, line(0, "treasury", 1), line(0, "a", 3)),
                        header(2, 2, 5, 0, 9, List.of(9L, -1L), 110, line(2, "a", 5)));
    }

    @Test
    void booksThatDoNotBalanceHaltWithTheDifference() throws Exception {
        send(line(0, "a", 3));
        revenue(0, 4, 1);
        assertThatThrownBy(() -> harness.processWatermark(9_999))
                .rootCause()
                .hasMessageStartingWith("LINES_NOT_CONSERVED")
                .hasMessageContaining("differ by -1000000000000000000");
    }

    @Test
    void revenueWithoutLinesHalts() throws Exception {
        revenue(0, 4, 1);
        assertThatThrownBy(() -> harness.processWatermark(9_999))
                .rootCause()
                .hasMessageStartingWith("LINES_NOT_CONSERVED");
    }

    @Test
    void whatShowsInTotalsAloneWaitsForTheNextBatch() throws Exception {
        book(0, BookEntry.Book.VOID_MICRO, 5);
        book(0, BookEntry.Book.UNFUNDED_CHANGE_MICRO, 9);
        harness.processWatermark(9_999);
        book(1, BookEntry.Book.VOID_MICRO, 6);
        book(1, BookEntry.Book.WRITTEN_OFF_MICRO, 7);
        book(1, BookEntry.Book.UNFUNDED_CHANGE_MICRO, -7);
        harness.processWatermark(19_999);
        assertThat(harness.extractOutputValues()).isEmpty();
        send(line(2, "a", 3));
        revenue(2, 3, 0);
        harness.processWatermark(29_999);
        send(line(3, "a", 3));
        revenue(3, 3, 0);
        harness.processWatermark(39_999);
        assertThat(harness.extractOutputValues())
                .flatExtracting(BatchHeader::tokens)
                .extracting(TokenTotals::voidMicro, TokenTotals::writtenOffMicro, TokenTotals::unfundedMicro)
                .containsExactly(
                        tuple(BigInteger.valueOf(11), BigInteger.valueOf(7), BigInteger.TWO),
                        tuple(BigInteger.ZERO, BigInteger.ZERO, BigInteger.TWO));
    }

    @Test
    void depositsSalesWithdrawalsAndSuspenseBalance() throws Exception {
        book(0, BookEntry.Book.DEPOSITED_MICRO, 10);
        book(0, BookEntry.Book.BALANCE_CHANGE_MICRO, 4);
        book(0, BookEntry.Book.WITHDRAWN_MICRO, 1);
        book(0, BookEntry.Book.FUNDED_MICRO, 5);
        book(0, BookEntry.Book.SHARED_MICRO, 5);
        book(0, BookEntry.Book.SALE_MICRO, 3);
        book(0, BookEntry.Book.SUSPENSE_CHANGE_NUMERATOR, MICRO.multiply(BigInteger.TWO));
        send(line(0, "a", 7));
        harness.processWatermark(9_999);
        assertThat(harness.extractOutputValues())
                .flatExtracting(BatchHeader::tokens)
                .extracting(
                        TokenTotals::receivedMicro,
                        TokenTotals::balancesMicro,
                        TokenTotals::suspenseNumerator,
                        TokenTotals::withdrawnMicro,
                        TokenTotals::saleMicro)
                .containsExactly(tuple(
                        BigInteger.valueOf(13),
                        BigInteger.valueOf(4),
                        MICRO.multiply(BigInteger.TWO),
                        BigInteger.ONE,
                        BigInteger.valueOf(3)));
    }

    @Test
    void moreFundedThanEverCameInHalts() throws Exception {
        send(line(0, "a", 3));
        book(0, BookEntry.Book.FUNDED_MICRO, 3);
        book(0, BookEntry.Book.SHARED_MICRO, 3);
        assertThatThrownBy(() -> harness.processWatermark(9_999))
                .rootCause()
                .hasMessageStartingWith("LINES_NOT_CONSERVED")
                .hasMessageContaining("balances, accounts and suspense");
    }

    @Test
    void aChargeThatWasFundedButNotSharedHalts() throws Exception {
        book(0, BookEntry.Book.DEPOSITED_MICRO, 3);
        book(0, BookEntry.Book.FUNDED_MICRO, 3);
        assertThatThrownBy(() -> harness.processWatermark(9_999))
                .rootCause()
                .hasMessageStartingWith("LINES_NOT_CONSERVED")
                .hasMessageContaining("the charges shared");
    }

    @Test
    void aRestoredJobNumbersOn() throws Exception {
        send(line(0, "a", 3));
        revenue(0, 3, 0);
        harness.processWatermark(9_999);
        send(line(1, "a", 4));
        frontier(1, 0, 20_000, 7);
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(checkpoint);
        harness.open();
        revenue(1, 4, 0);
        harness.processWatermark(19_999);
        assertThat(harness.extractOutputValues())
                .containsExactly(header(2, 1, 4, 0, 7, List.of(-1L, 7L), -1, line(1, "a", 4)));
    }

    @Test
    void whatClosedPeriodsWereSealedWithIsForgotten() throws Exception {
        for (long period = 0; period < 50; period++) {
            frontier(0, period * 10_000, (period + 1) * 10_000, period);
            block(period, (period + 1) * 10_000);
            send(line(period, "a", 3));
            revenue(period, 3, 0);
            harness.processWatermark(BOOKING.periodEnd(period) - 1);
        }
        assertThat(harness.extractOutputValues()).hasSize(50);
        // The last epoch, the ends of the logs and the books of the token.
        assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
        assertThat(harness.numEventTimeTimers()).isZero();
    }
}
