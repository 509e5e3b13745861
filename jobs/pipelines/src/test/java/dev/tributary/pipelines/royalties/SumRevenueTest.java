package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.PayerAccount;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.TextTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SumRevenueTest {
    private static final long PERIOD = 7;

    private OneInputStreamOperatorTestHarness<ClosedCharges, ModelRevenue> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new SumRevenue());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static Charge charge(String token, long minute, String model, long micro) {
        return new Charge(token, "p", PERIOD, minute, model, BigInteger.valueOf(micro), MeterTotals.of(1, 2, 3, 4), 5);
    }

    private static ClosedCharges close(String token, List<Charge> charges, List<WaitingCharge> funded) {
        return close(PERIOD, token, charges, funded);
    }

    private static ClosedCharges close(long period, String token, List<Charge> charges, List<WaitingCharge> funded) {
        return new ClosedCharges(
                token,
                "p",
                period,
                charges,
                new PayerAccount.Closed(PayerAccount.EMPTY, funded, List.of(), List.of(), BigInteger.ZERO));
    }

    private static WaitingCharge covered(Charge charge, long micro) {
        return new WaitingCharge(charge.period(), charge.minute(), charge.model(), BigInteger.valueOf(micro));
    }

    private static MinuteRevenue minute(String token, long minute, long micro, long charges) {
        return new MinuteRevenue(
                token,
                minute,
                new RevenueSum(
                        BigInteger.valueOf(micro),
                        new UsageSum(MeterTotals.of(charges, 2 * charges, 3 * charges, 4 * charges), 5 * charges)));
    }

    private static Sent sent(long period, String model, MinuteRevenue... minutes) {
        return new Sent(model, period, List.of(minutes));
    }

    /** A record, unpacked. */
    private record Sent(String model, long period, List<MinuteRevenue> minutes) {
        static Sent of(ModelRevenue revenue) {
            List<MinuteRevenue> minutes = new ArrayList<>();
            revenue.unpackInto(minutes, new TextTable());
            return new Sent(revenue.model(), revenue.period(), minutes);
        }
    }

    private List<Sent> sent() {
        return harness.extractOutputValues().stream().map(Sent::of).toList();
    }

    @Test
    void coveredPartsAreSummedOverPayersByModelMinuteAndTokenWithAllTheirUsage() throws Exception {
        Charge a = charge("t", 1, "a", 10);
        Charge b = charge("t", 1, "b", 20);
        Charge later = charge("t", 2, "a", 30);
        Charge inOther = charge("u", 1, "a", 40);
        harness.processElement(close("t", List.of(a, b, later), List.of(covered(a, 10), covered(b, 4))), 0);
        harness.processElement(close("t", List.of(a), List.of(covered(a, 3))), 0);
        harness.processElement(close("u", List.of(inOther), List.of(covered(inOther, 40))), 0);
        assertThat(harness.getOutput()).isEmpty();
        harness.processWatermark(10);
        harness.processWatermark(20);
        assertThat(sent())
                .containsExactly(
                        sent(PERIOD, "a", minute("t", 1, 13, 2), minute("t", 2, 0, 1), minute("u", 1, 40, 1)),
                        sent(PERIOD, "b", minute("t", 1, 4, 1)));
    }

    /** As after an outage, when one watermark closes several of them. */
    @Test
    void eachPeriodOfAModelIsARecordOfItsOwn() throws Exception {
        Charge a = charge("t", 1, "a", 10);
        Charge b = charge("t", 1, "b", 20);
        WaitingCharge older = covered(a, 3);
        harness.processElement(close("t", List.of(a, b), List.of(covered(a, 7), covered(b, 20))), 0);
        harness.processElement(close(PERIOD + 1, "t", List.of(), List.of(older)), 0);
        harness.processWatermark(10);
        assertThat(sent())
                .containsExactly(
                        sent(PERIOD, "a", minute("t", 1, 7, 1)),
                        sent(PERIOD + 1, "a", minute("t", 1, 3, 0)),
                        sent(PERIOD, "b", minute("t", 1, 20, 1)));
    }

    @Test
    void whatIsPaidLaterAccruesInThePeriodThatPaysItAndBringsNoUsage() throws Exception {
        Charge a = charge("t", 1, "a", 10);
        WaitingCharge older = new WaitingCharge(PERIOD - 2, 1, "a", BigInteger.valueOf(100));
        harness.processElement(close("t", List.of(a), List.of(older, covered(a, 10))), 0);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(sent()).containsExactly(sent(PERIOD, "a", minute("t", 1, 110, 1)));
    }

    @Test
    void nothingIsHeldOverACheckpointOrTheEnd() throws Exception {
        Charge a = charge("t", 1, "a", 10);
        harness.processElement(close("t", List.of(a), List.of(covered(a, 10))), 0);
        harness.prepareSnapshotPreBarrier(1);
        harness.processElement(close("t", List.of(a), List.of(covered(a, 9))), 0);
        harness.endInput();
        harness.getOneInputOperator().finish();
        assertThat(sent())
                .containsExactly(sent(PERIOD, "a", minute("t", 1, 10, 1)), sent(PERIOD, "a", minute("t", 1, 9, 1)));
    }

    @Test
    void manySumsAreSentBeforeTheyFillTheMemory() throws Exception {
        List<Charge> charges = new ArrayList<>();
        LongStream.range(0, 100_000).forEach(minute -> charges.add(charge("t", minute, "a", 1)));
        harness.processElement(close("t", charges, List.of()), 0);
        assertThat(sent())
                .allSatisfy(record ->
                        assertThat(record.minutes()).hasSizeLessThanOrEqualTo(RevenueTallies.MOST_MINUTES_SENT))
                .flatExtracting(Sent::minutes)
                .hasSize(charges.size())
                .doesNotHaveDuplicates();
    }

    /** Against the sum of unbounded numbers, with parts that are no longs and sums that pass their range both ways. */
    @Test
    void aTallyIsExactWhateverItAdds() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            RevenueTally tally = new RevenueTally();
            RevenueSum expected = RevenueSum.NONE;
            for (int i = 0; i < 30; i++) {
                BigInteger micro = number(random);
                MeterTotals meters = MeterTotals.of(number(random), number(random), number(random), number(random));
                tally.add(micro, meters, i);
                expected = expected.plus(new RevenueSum(micro, new UsageSum(meters, i)));
            }
            assertThat(tally.sum()).isEqualTo(expected);
        }
    }

    private static BigInteger number(Random random) {
        int bits = random.nextInt(10) == 0 ? 1 + random.nextInt(100) : 60 + random.nextInt(4);
        BigInteger size = new BigInteger(bits, random);
        return random.nextInt(4) == 0 ? size.negate() : size;
    }
}
