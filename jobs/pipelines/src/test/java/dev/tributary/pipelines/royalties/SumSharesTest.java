package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SumSharesTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 100_000, 2_000);
    private static final BigInteger WHOLE = BigInteger.TEN.pow(12);

    private OneInputStreamOperatorTestHarness<FamilyRevenue, ModelEarning> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new SumShares(BOOKING));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void earn(String model, long micro) throws Exception {
        ShareVector family = new ShareVector(model, List.of("root", model), List.of(30_000_000L, 70_000_000L));
        BigInteger earned = BigInteger.valueOf(micro);
        harness.processElement(
                new FamilyRevenue(
                        family,
                        1,
                        "t",
                        List.of(new RevenueRun(100, 20_000, "treasury", earned)),
                        new RevenueSum(earned, new UsageSum(MeterTotals.of(micro, 0, 0, 0), 1))),
                0);
    }

    private static ModelEarning earning(String model, long percentTimesMicro) {
        return new ModelEarning(model, 1, "t", 100, 0, BigInteger.valueOf(percentTimesMicro * 980_000 * 1_000_000));
    }

    private <T> List<T> side(OutputTag<T> tag) {
        return harness.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void everyReceiverHasOneSumBeforeTheWatermark() throws Exception {
        earn("m", 1_000);
        earn("n", 3_000);
        assertThat(harness.getOutput()).isEmpty();
        harness.processWatermark(10);
        List<Object> inOrder = new ArrayList<>(harness.getOutput());
        assertThat(inOrder.get(inOrder.size() - 1)).isEqualTo(new Watermark(10));
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        earning("root", 30 * 4_000), earning("m", 70 * 1_000), earning("n", 70 * 3_000));
        assertThat(side(SumShares.TREASURY))
                .containsExactly(new AccountCredit(1, "t", "treasury", WHOLE.multiply(BigInteger.valueOf(80_000_000))));
        assertThat(side(SumShares.BOOKS))
                .containsExactlyInAnyOrder(
                        new BookEntry(1, "t", BookEntry.Book.SHARED_MICRO, BigInteger.valueOf(4_000)),
                        new BookEntry(
                                1, "t", BookEntry.Book.FEE_NUMERATOR, WHOLE.multiply(BigInteger.valueOf(80_000_000))));
        assertThat(side(SumShares.DOWNSTREAM))
                .containsExactly(new DownstreamUsage(
                        100_000, "root", "t", 2, MeterTotals.of(4_000, 0, 0, 0), BigInteger.valueOf(4_000)));
        harness.processWatermark(20);
        assertThat(harness.extractOutputValues()).hasSize(3);
    }

    @Test
    void nothingIsHeldOverACheckpoint() throws Exception {
        earn("m", 1_000);
        harness.prepareSnapshotPreBarrier(1);
        earn("m", 2_000);
        harness.prepareSnapshotPreBarrier(2);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        earning("root", 30 * 1_000),
                        earning("m", 70 * 1_000),
                        earning("root", 30 * 2_000),
                        earning("m", 70 * 2_000));
        assertThat(side(SumShares.BOOKS)).hasSize(4);
    }

    @Test
    void manySumsAreSentBeforeTheyFillTheMemory() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            earn("model " + i, 1_000);
        }
        assertThat(harness.getOutput()).isNotEmpty();
        harness.processWatermark(10);
        assertThat(harness.extractOutputValues()).hasSizeGreaterThan(100_000);
        assertThat(harness.extractOutputValues().stream()
                        .map(ModelEarning::amount)
                        .reduce(BigInteger::add))
                .hasValue(BigInteger.valueOf(100_000 * 1_000L * 980_000).multiply(BigInteger.valueOf(100_000_000)));
    }
}
