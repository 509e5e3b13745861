package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.settlement.AccountLine;
import dev.tributary.domain.settlement.BatchHeader;
import dev.tributary.domain.settlement.LinesDigest;
import dev.tributary.domain.settlement.TokenTotals;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.metering.Frontier;
import dev.tributary.pipelines.royalties.FinalizedBlock;
import dev.tributary.pipelines.royalties.SharedRevenue;
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
                new KeyedProcessOperator<>(new SealPeriod(1, BOOKING, 2)), fact -> "vault", Types.STRING);
    }

    private static AccountLine line(long period, String account, long micro) {
        return new AccountLine(period, "t", account, MICRO.multiply(BigInteger.valueOf(micro)));
    }

    private void send(AccountLine line) throws Exception {
        harness.processElement(SealingFact.of(line), 0);
    }

    private void revenue(long period, long micro, long feeMicro) throws Exception {
        SharedRevenue revenue =
                new SharedRevenue(period, "t", BigInteger.valueOf(micro), MICRO.multiply(BigInteger.valueOf(feeMicro)));
        harness.processElement(SealingFact.of(revenue), 0);
    }

    private void frontier(int partition, long before, long after, long offset) throws Exception {
        harness.processElement(SealingFact.of(new Frontier(partition, before, after, offset)), 0);
    }

    private void block(long number, long timestampMillis) throws Exception {
        harness.processElement(SealingFact.of(new FinalizedBlock(number, timestampMillis)), 0);
    }

    private static BatchHeader header(
            long epoch, long period, long micro, long feeMicro, List<Long> offsets, long block, AccountLine... lines) {
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
                List.of(new TokenTotals("t", all, BigInteger.valueOf(micro), fee, all.subtract(fee), none, none, none)),
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
                        header(1, 0, 4, 1, List.of(4L, 0L), 100, line(0, "treasury", 1), line(0, "a", 3)),
                        header(2, 2, 5, 0, List.of(9L, -1L), 110, line(2, "a", 5)));
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
                .containsExactly(header(2, 1, 4, 0, List.of(-1L, 7L), -1, line(1, "a", 4)));
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
        // The last epoch and the ends of the logs.
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isZero();
    }
}
