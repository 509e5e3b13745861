package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRejected;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RateUsageTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private KeyedTwoInputStreamOperatorTestHarness<String, UsageCount, TermsChange, Charge> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new RateUsage(BOOKING)),
                UsageCount::model,
                TermsChange::model,
                Types.STRING);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void use(String payer, String gateway, long minute, long period, long calls) throws Exception {
        UsageCount count = new UsageCount("m", payer, gateway, "", minute, period, 1, calls, 0, 0, 0);
        harness.processElement1(new StreamRecord<>(count));
    }

    private void terms(long timeMillis, long ordinal, String token, long callPrice) throws Exception {
        BigInteger none = BigInteger.ZERO;
        Terms terms = new Terms(token, List.of(BigInteger.valueOf(callPrice), none, none, none), false);
        harness.processElement2(new StreamRecord<>(new TermsChange("m", new Dated<>(timeMillis, ordinal, terms))));
    }

    private void closePeriod(long period) throws Exception {
        harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(period) - 1));
    }

    private static Charge charge(
            String token, String payer, long period, long minute, long micro, long calls, int lines) {
        return new Charge(
                token, payer, period, minute, "m", BigInteger.valueOf(micro), MeterTotals.of(calls, 0, 0, 0), lines);
    }

    @Test
    void usageOfAMinuteIsSummedOverGatewaysBeforeItIsPriced() throws Exception {
        terms(0, 1, "t", 3);
        use("a", "g1", 11, 1, 10);
        use("a", "g2", 11, 1, 5);
        use("b", "g1", 11, 1, 1);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(charge("t", "a", 1, 11, 45, 15, 2), charge("t", "b", 1, 11, 3, 1, 1));
    }

    @Test
    void aLateLineIsPricedAsOfWhenItHappenedAndPaidWhenItWasBooked() throws Exception {
        terms(0, 1, "t", 3);
        terms(5_000, 2, "t", 7);
        use("a", "g", 4, 1, 1);
        use("a", "g", 5, 1, 1);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(charge("t", "a", 1, 4, 3, 1, 1), charge("t", "a", 1, 5, 7, 1, 1));
    }

    @Test
    void theLastInTheLogWinsAndAScheduledChangeIsNotCancelled() throws Exception {
        terms(20_000, 1, "scheduled", 9);
        terms(0, 2, "first", 1);
        terms(0, 3, "second", 2);
        use("a", "g", 11, 1, 1);
        use("a", "g", 20, 2, 1);
        closePeriod(2);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        charge("second", "a", 1, 11, 2, 1, 1), charge("scheduled", "a", 2, 20, 9, 1, 1));
    }

    @Test
    void aFreeModelIsStillCharged() throws Exception {
        terms(0, 1, "t", 0);
        use("a", "g", 11, 1, 4);
        closePeriod(1);
        assertThat(harness.extractOutputValues()).containsExactly(charge("t", "a", 1, 11, 0, 4, 1));
    }

    @Test
    void usageBeforeTheFirstFullMinuteIsRefusedByTheBucket() throws Exception {
        terms(11_001, 1, "t", 3);
        use("a", "g1", 11, 1, 4);
        use("a", "g1", 11, 1, 5);
        use("a", "g2", 11, 1, 6);
        use("a", "g2", 12, 1, 7);
        closePeriod(1);
        assertThat(harness.extractOutputValues()).containsExactly(charge("t", "a", 1, 12, 21, 7, 1));
        assertThat(harness.getSideOutput(RateUsage.REJECTED))
                .extracting(StreamRecord::getValue)
                .extracting(
                        UsageRejected::reason,
                        UsageRejected::gateway,
                        UsageRejected::lines,
                        UsageRejected::minuteStartMillis)
                .containsExactlyInAnyOrder(
                        tuple("MODEL_UNKNOWN", "g1", 2L, 11_000L), tuple("MODEL_UNKNOWN", "g2", 1L, 11_000L));
        assertThat(harness.getSideOutput(RateUsage.TALLIES))
                .extracting(StreamRecord::getValue)
                .containsExactlyInAnyOrder(
                        Tally.rejected("MODEL_UNKNOWN", 2), Tally.rejected("MODEL_UNKNOWN", 1), Tally.counted(1));
    }

    @Test
    void nothingIsPricedBeforeBothLogsReachedTheEnd() throws Exception {
        terms(0, 1, "t", 3);
        use("a", "g", 11, 1, 1);
        harness.processWatermark1(new Watermark(1_000_000));
        harness.processWatermark2(new Watermark(BOOKING.periodEnd(1) - 2));
        assertThat(harness.extractOutputValues()).isEmpty();
        harness.processWatermark2(new Watermark(BOOKING.periodEnd(1) - 1));
        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void onlyTheTermsAndOpenPeriodsStayInState() throws Exception {
        terms(0, 1, "t", 3);
        for (long minute = 10; minute < 20; minute++) {
            use("a", "g", minute, 1, 1);
        }
        use("a", "g", 20, 2, 1);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        closePeriod(1);
        closePeriod(2);
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }
}
