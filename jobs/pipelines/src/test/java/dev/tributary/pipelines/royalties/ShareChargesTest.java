package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShareChargesTest {
    /** Grain 1 s, period 100 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 100_000, 2_000);

    private KeyedTwoInputStreamOperatorTestHarness<String, SharingFact, PlatformChange, FamilyRevenue> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, SharingFact, PlatformChange, FamilyRevenue> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new ShareCharges(BOOKING), List.of(ShareCharges.PLATFORM_CHANGES)),
                SharingFact::model,
                null,
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void charge(long minute, long period, long micro) throws Exception {
        charges(period, minute(minute, micro));
    }

    private static MinuteRevenue minute(long minute, long micro) {
        return new MinuteRevenue(
                "t", minute, new RevenueSum(BigInteger.valueOf(micro), new UsageSum(MeterTotals.of(1, 0, 0, 0), 1)));
    }

    /** One record. */
    private void charges(long period, MinuteRevenue... minutes) throws Exception {
        ModelRevenueWriter writer = new ModelRevenueWriter();
        for (MinuteRevenue minute : minutes) {
            writer.put(minute.token(), minute.minute(), minute.sum());
        }
        harness.processElement1(new StreamRecord<>(SharingFact.of(writer.take("m", period))));
    }

    private void vector(List<String> models, List<Long> shares) throws Exception {
        harness.processElement1(new StreamRecord<>(SharingFact.of(new ShareVector("m", models, shares))));
    }

    private void familyBreak(long timeMillis) throws Exception {
        harness.processElement1(new StreamRecord<>(SharingFact.of(new FamilyBreak("m", timeMillis))));
    }

    private void fee(long timeMillis, long ordinal, long feePpm) throws Exception {
        harness.processElement2(new StreamRecord<>(new PlatformChange(timeMillis, ordinal, feePpm, null)));
    }

    private void treasury(long timeMillis, long ordinal, String treasury) throws Exception {
        harness.processElement2(new StreamRecord<>(new PlatformChange(timeMillis, ordinal, null, treasury)));
    }

    private void closePeriod(long period) throws Exception {
        harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(period) - 1));
    }

    /** What the family, the treasury and the books get of all that was emitted. */
    private FamilySums sums() {
        FamilySums sums = new FamilySums();
        harness.extractOutputValues().forEach(sums::add);
        return sums;
    }

    private List<ModelEarning> earnings() {
        List<ModelEarning> earnings = new ArrayList<>();
        sums().forEachEarning(earnings::add);
        return earnings;
    }

    private static ModelEarning earning(String model, long minute, String amount) {
        return new ModelEarning(model, 0, "t", minute, 0, new BigInteger(amount));
    }

    @Test
    void minutesUnderTheSameRulesAreSharedAsOneSum() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("a", "m"), List.of(25_000_000L, 75_000_000L));
        for (long minute = 10; minute < 60; minute++) {
            charge(minute, 0, 2);
        }
        closePeriod(0);
        assertThat(earnings())
                .containsExactlyInAnyOrder(
                        earning("a", 10, 100L * 980_000 * 25 + "000000"),
                        earning("m", 10, 100L * 980_000 * 75 + "000000"));
    }

    @Test
    void everyChangeInTheFamilyOrOfThePlatformBeginsAnotherRun() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "first");
        vector(List.of("m"), List.of(100_000_000L));
        familyBreak(0);
        familyBreak(20_500);
        familyBreak(20_500);
        fee(30_000, 3, 50_000);
        treasury(40_001, 4, "second");
        for (long minute = 15; minute < 45; minute++) {
            charge(minute, 0, 1);
        }
        closePeriod(0);
        // 15..20 | split changes after the start of 20 | 21..29 | fee at 30 | 30..40 | treasury after 40 | 41..44
        assertThat(earnings())
                .containsExactlyInAnyOrder(
                        earning("m", 15, 6L * 980_000 + "00000000"),
                        earning("m", 21, 9L * 980_000 + "00000000"),
                        earning("m", 30, 11L * 950_000 + "00000000"),
                        earning("m", 41, 4L * 950_000 + "00000000"));
        BigInteger unit = BigInteger.TEN.pow(12);
        assertThat(sums().treasuries())
                .containsExactlyInAnyOrder(
                        new AccountCredit(
                                0, "t", "first", unit.multiply(BigInteger.valueOf(15 * 20_000 + 11 * 50_000))),
                        new AccountCredit(0, "t", "second", unit.multiply(BigInteger.valueOf(4 * 50_000))));
    }

    @Test
    void partsOfAMinuteInAnyOrderAreOneRun() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(100_000_000L));
        charges(0, minute(30, 5), minute(20, 7));
        charges(0, minute(10, 0), minute(30, 11));
        charge(110, 1, 13);
        charge(20, 0, 17);
        closePeriod(0);
        assertThat(harness.extractOutputValues()).singleElement().satisfies(revenue -> {
            assertThat(revenue.runs()).containsExactly(new RevenueRun(20, 20_000, "treasury", BigInteger.valueOf(40)));
            assertThat(revenue.whole())
                    .isEqualTo(new RevenueSum(BigInteger.valueOf(40), new UsageSum(MeterTotals.of(5, 0, 0, 0), 5)));
        });
        closePeriod(1);
        assertThat(harness.extractOutputValues()).hasSize(2);
        assertThat(earnings()).contains(new ModelEarning("m", 1, "t", 110, 0, new BigInteger("1274000000000000")));
    }

    /** Which timers wait is not in the state of the one who asks for them. */
    @Test
    void aPeriodThatWasAwaitedBeforeARestartClosesOnce() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(100_000_000L));
        charge(10, 0, 5);
        charge(10, 0, 6);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        charge(10, 0, 7);
        charge(110, 1, 13);
        charge(10, 0, 8);
        closePeriod(0);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .flatExtracting(FamilyRevenue::runs)
                .extracting(RevenueRun::micro)
                .containsExactly(BigInteger.valueOf(26), BigInteger.valueOf(13));
    }

    /** A timer that is over does not count as one that waits. */
    @Test
    void whatComesAfterACloseIsSharedByAnother() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(100_000_000L));
        charge(10, 0, 5);
        closePeriod(0);
        charge(10, 0, 6);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .extracting(revenue -> revenue.whole().micro())
                .containsExactly(BigInteger.valueOf(5), BigInteger.valueOf(6));
    }

    @Test
    void everyTokenIsSharedByItself() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(100_000_000L));
        MinuteRevenue inOther = new MinuteRevenue("other", 11, minute(11, 4).sum());
        charges(0, minute(10, 1), inOther, minute(12, 2));
        closePeriod(0);
        assertThat(harness.extractOutputValues())
                .extracting(FamilyRevenue::token, revenue -> revenue.whole().micro())
                .containsExactly(tuple("other", BigInteger.valueOf(4)), tuple("t", BigInteger.valueOf(3)));
    }

    /** The history of fees is read once and then kept. */
    @Test
    void aFeeThatComesLaterCountsInTheNextPeriod() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(100_000_000L));
        charge(10, 0, 1);
        closePeriod(0);
        fee(100_000, 3, 30_000);
        charge(110, 1, 1);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .flatExtracting(FamilyRevenue::runs)
                .extracting(RevenueRun::feePpm)
                .containsExactly(20_000L, 30_000L);
    }

    @Test
    void aFamilyAtItsBoundsCostsOneEarningPerMemberAndRun() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        List<String> models = new ArrayList<>();
        LongStream.range(0, 1_024).forEach(i -> models.add(String.format("ancestor %04d", i)));
        models.add("m");
        List<Long> shares = new ArrayList<>(models.stream().map(model -> 1_000L).toList());
        shares.set(1_024, 100_000_000L - 1_024 * 1_000L);
        vector(models, shares);
        for (long minute = 0; minute < 100; minute++) {
            charge(minute, 0, 1_000);
        }
        closePeriod(0);
        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(earnings()).hasSize(1_025);
        assertThat(sums().size()).isEqualTo(1_025 + 1_024);
    }

    @Test
    void aChargeBeforeTheFirstFeeOrTreasuryHalts() throws Exception {
        vector(List.of("m"), List.of(100_000_000L));
        treasury(0, 1, "treasury");
        fee(10_001, 2, 20_000);
        charge(10, 0, 1);
        assertThatThrownBy(() -> closePeriod(0)).rootCause().hasMessageStartingWith("PLATFORM_TERMS_MISSING");
    }

    @Test
    void aFreeChargeAsksForNoFee() throws Exception {
        vector(List.of("m"), List.of(100_000_000L));
        charge(10, 0, 0);
        closePeriod(0);
        assertThat(earnings()).isEmpty();
        assertThat(sums().books()).isEmpty();
    }

    @Test
    void sharesThatAreNotWholeHaltWithTheNumbers() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(99_999_999L));
        charge(10, 0, 7);
        assertThatThrownBy(() -> closePeriod(0))
                .rootCause()
                .hasMessageStartingWith("SHARES_NOT_WHOLE")
                .hasMessageContaining("7000000000000000000");
    }

    @Test
    void aModelWithoutLineageHalts() throws Exception {
        charge(10, 0, 7);
        assertThatThrownBy(() -> closePeriod(0)).rootCause().hasMessageStartingWith("LINEAGE_MISSING");
    }

    @Test
    void onlyTheVectorAndTheBreaksStayInState() throws Exception {
        fee(0, 1, 20_000);
        treasury(0, 2, "treasury");
        vector(List.of("m"), List.of(100_000_000L));
        familyBreak(0);
        charge(10, 0, 7);
        charge(110, 1, 7);
        closePeriod(0);
        closePeriod(1);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isZero();
    }
}
