package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Pass;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.compact.ListGrowth;
import dev.tributary.pipelines.metering.ModelUsages;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRejected;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RateUsageTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private KeyedTwoInputStreamOperatorTestHarness<String, RatingFact, GatewayChange, ModelCharges> harness;

    @BeforeEach
    void open() throws Exception {
        open(false);
    }

    private void open(boolean checkGateways) throws Exception {
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new RateUsage(BOOKING, checkGateways), List.of(RateUsage.GATEWAYS)),
                RatingFact::model,
                null,
                Types.STRING);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void use(String payer, String gateway, long minute, long period, long calls) throws Exception {
        use(payer, gateway, "", minute, period, calls);
    }

    private void use(String payer, String gateway, String pass, long minute, long period, long calls) throws Exception {
        UsageCount count = new UsageCount("m", payer, gateway, pass, minute, period, 1, calls, 0, 0, 0);
        harness.processElement1(new StreamRecord<>(RatingFact.of(ModelUsages.of(count))));
    }

    private void gateway(long timeMillis, long ordinal, String gateway, String payer, boolean permitted)
            throws Exception {
        harness.processElement2(
                new StreamRecord<>(new GatewayChange(gateway, payer, new Dated<>(timeMillis, ordinal, permitted))));
    }

    private void pass(String model, String pass, @Nullable Pass issued, long timeMillis) throws Exception {
        harness.processElement1(new StreamRecord<>(RatingFact.of(new PassChange(model, pass, issued, timeMillis))));
    }

    private void passRequired() throws Exception {
        BigInteger one = BigInteger.ONE;
        Terms terms = new Terms("t", List.of(one, one, one, one), true);
        harness.processElement1(new StreamRecord<>(RatingFact.of(new TermsChange("m", new Dated<>(0, 1, terms)))));
    }

    private List<Charge> charges() {
        return harness.extractOutputValues().stream()
                .flatMap(ofModel -> ofModel.charges().stream())
                .toList();
    }

    private List<String> refusals() {
        return harness.getSideOutput(RateUsage.REJECTED) == null
                ? List.of()
                : harness.getSideOutput(RateUsage.REJECTED).stream()
                        .map(record -> record.getValue().minuteStartMillis() + " "
                                + record.getValue().reason())
                        .sorted()
                        .toList();
    }

    private void terms(long timeMillis, long ordinal, String token, long callPrice) throws Exception {
        BigInteger none = BigInteger.ZERO;
        Terms terms = new Terms(token, List.of(BigInteger.valueOf(callPrice), none, none, none), false);
        harness.processElement1(
                new StreamRecord<>(RatingFact.of(new TermsChange("m", new Dated<>(timeMillis, ordinal, terms)))));
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
        assertThat(charges())
                .containsExactlyInAnyOrder(charge("t", "a", 1, 11, 45, 15, 2), charge("t", "b", 1, 11, 3, 1, 1));
    }

    @Test
    void theChargesOfEachMinuteAreAlsoToldAsOneSumWithItsPayersInOneRecord() throws Exception {
        terms(0, 1, "t", 3);
        use("b", "g1", 11, 1, 1);
        use("a", "g1", 11, 1, 10);
        use("a", "g2", 11, 1, 5);
        use("a", "g1", 12, 1, 2);
        use("a", "g1", 13, 1, 1);
        use("b", "g1", 13, 1, 1);
        closePeriod(1);
        assertThat(harness.getSideOutput(RateUsage.MINUTES))
                .extracting(StreamRecord::getValue)
                .containsExactly(new ChargedMinutes(
                        "m",
                        1,
                        List.of(
                                minute("t", 11, List.of("a", "b"), 48, 16, 3),
                                minute("t", 12, List.of("a"), 6, 2, 1),
                                minute("t", 13, List.of("a", "b"), 6, 2, 2))));
    }

    private static ChargedMinute minute(
            String token, long minute, List<String> payers, long micro, long calls, long lines) {
        return new ChargedMinute(
                token, minute, payers, BigInteger.valueOf(micro), MeterTotals.of(calls, 0, 0, 0), lines);
    }

    @Test
    void eachMinuteIsToldInTheTokenOfItsTerms() throws Exception {
        terms(0, 1, "t", 3);
        terms(12_000, 2, "u", 4);
        use("a", "g", 11, 1, 1);
        use("a", "g", 12, 1, 1);
        closePeriod(1);
        assertThat(harness.getSideOutput(RateUsage.MINUTES))
                .extracting(StreamRecord::getValue)
                .containsExactly(new ChargedMinutes(
                        "m",
                        1,
                        List.of(minute("t", 11, List.of("a"), 3, 1, 1), minute("u", 12, List.of("a"), 4, 1, 1))));
    }

    @Test
    void soManyPayersThatARecordWouldBeHugeAreToldInSeveral() throws Exception {
        terms(0, 1, "t", 3);
        int most = RateUsage.MOST_PAYERS_TOLD;
        use("p", "g", 11, 1, 1);
        for (int payer = 1; payer < most; payer++) {
            use("p" + payer, "g", 12, 1, 1);
        }
        use("p", "g", 13, 1, 1);
        use("p", "g", 14, 1, 1);
        closePeriod(1);
        assertThat(harness.getSideOutput(RateUsage.MINUTES))
                .extracting(StreamRecord::getValue)
                .extracting(told -> told.minutes().stream()
                        .map(minute -> minute.minute() + " " + minute.payers().size())
                        .toList())
                .containsExactly(List.of("11 1", "12 " + (most - 1)), List.of("13 1", "14 1"));
    }

    @Test
    void usageRefusedAtTheCloseIsInNoMinute() throws Exception {
        terms(11_001, 1, "t", 3);
        use("a", "g", 11, 1, 4);
        closePeriod(1);
        assertThat(harness.getSideOutput(RateUsage.MINUTES)).isNull();
    }

    @Test
    void usageOfABucketIsAddedUpAcrossCheckpointsAndPeriodsApart() throws Exception {
        terms(0, 1, "t", 1);
        use("a", "g", 11, 1, 1);
        harness.snapshot(1, 1);
        use("a", "g", 11, 1, 2);
        use("a", "g", 11, 2, 4);
        closePeriod(1);
        assertThat(charges()).containsExactly(charge("t", "a", 1, 11, 3, 3, 2));
        closePeriod(2);
        assertThat(charges()).last().isEqualTo(charge("t", "a", 2, 11, 4, 4, 1));
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void aLateLineIsPricedAsOfWhenItHappenedAndPaidWhenItWasBooked() throws Exception {
        terms(0, 1, "t", 3);
        terms(5_000, 2, "t", 7);
        use("a", "g", 4, 1, 1);
        use("a", "g", 5, 1, 1);
        closePeriod(1);
        assertThat(charges())
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
        assertThat(charges())
                .containsExactlyInAnyOrder(
                        charge("second", "a", 1, 11, 2, 1, 1), charge("scheduled", "a", 2, 20, 9, 1, 1));
    }

    @Test
    void chargesOfOnePeriodAreOneRecordUnlessTheyAreALot() throws Exception {
        terms(0, 1, "t", 3);
        use("a", "g", 11, 1, 1);
        use("b", "g", 11, 1, 1);
        use("a", "g", 12, 1, 1);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .containsExactly(new ModelCharges(
                        "m",
                        List.of(
                                charge("t", "a", 1, 11, 3, 1, 1),
                                charge("t", "b", 1, 11, 3, 1, 1),
                                charge("t", "a", 1, 12, 3, 1, 1))));
        int payers = 10_000;
        for (int payer = 0; payer < payers; payer++) {
            use(String.format("p%05d", payer), "g", 21, 2, 1);
        }
        closePeriod(2);
        assertThat(harness.extractOutputValues()).hasSize(1 + 3);
        assertThat(charges()).hasSize(3 + payers).doesNotHaveDuplicates();
    }

    @Test
    void chargesAreWrittenAndReadWhereTheyAreNotChained() throws Exception {
        ModelCharges charges = new ModelCharges("m", List.of(charge("t", "a", 1, 11, 3, 1, 1)));
        TypeSerializer<ModelCharges> serializer =
                TypeInformation.of(ModelCharges.class).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(charges, out);
        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(charges);
    }

    @Test
    void aFreeModelIsStillCharged() throws Exception {
        terms(0, 1, "t", 0);
        use("a", "g", 11, 1, 4);
        closePeriod(1);
        assertThat(charges()).containsExactly(charge("t", "a", 1, 11, 0, 4, 1));
    }

    @Test
    void usageBeforeTheFirstFullMinuteIsRefusedByTheBucket() throws Exception {
        terms(11_001, 1, "t", 3);
        use("a", "g1", 11, 1, 4);
        use("a", "g1", 11, 1, 5);
        use("a", "g2", 11, 1, 6);
        use("a", "g2", 12, 1, 7);
        closePeriod(1);
        assertThat(charges()).containsExactly(charge("t", "a", 1, 12, 21, 7, 1));
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
                        Tally.rejected(22_000, 1, "MODEL_UNKNOWN", 2),
                        Tally.rejected(22_000, 1, "MODEL_UNKNOWN", 1),
                        Tally.counted(22_000, 1, 1));
    }

    @Test
    void nothingIsPricedBeforeBothLogsReachedTheEnd() throws Exception {
        terms(0, 1, "t", 3);
        use("a", "g", 11, 1, 1);
        harness.processWatermark1(new Watermark(1_000_000));
        harness.processWatermark2(new Watermark(BOOKING.periodEnd(1) - 2));
        assertThat(charges()).isEmpty();
        harness.processWatermark2(new Watermark(BOOKING.periodEnd(1) - 1));
        assertThat(charges()).hasSize(1);
    }

    @Test
    void aGatewayMustBeAuthorisedAndAllowedAtTheStartOfTheMinute() throws Exception {
        open(true);
        terms(0, 1, "t", 1);
        gateway(2_000, 2, "g", "", true);
        gateway(3_000, 3, "g", "a", true);
        gateway(5_001, 4, "g", "a", false);
        gateway(6_500, 5, "g", "", false);
        for (long minute = 0; minute < 9; minute++) {
            use("a", "g", minute, 0, 1);
        }
        closePeriod(0);
        assertThat(charges()).extracting(Charge::minute).containsExactly(3L, 4L, 5L);
        assertThat(refusals())
                .containsExactly(
                        "0 GATEWAY_UNAUTHORISED",
                        "1000 GATEWAY_UNAUTHORISED",
                        "2000 GATEWAY_NOT_ALLOWED",
                        "6000 GATEWAY_NOT_ALLOWED",
                        "7000 GATEWAY_UNAUTHORISED",
                        "8000 GATEWAY_UNAUTHORISED");
    }

    @Test
    void whatOnePayerAllowsAnotherDoesNot() throws Exception {
        open(true);
        terms(0, 1, "t", 1);
        gateway(0, 2, "g", "", true);
        gateway(0, 3, "g", "a", true);
        use("a", "g", 1, 0, 1);
        use("b", "g", 2, 0, 1);
        use("a", "h", 3, 0, 1);
        closePeriod(0);
        assertThat(charges()).extracting(Charge::payer).containsExactly("a");
        assertThat(refusals()).containsExactly("2000 GATEWAY_NOT_ALLOWED", "3000 GATEWAY_UNAUTHORISED");
    }

    @Test
    void ofSeveralReasonsTheFirstInTheProtocolIsGiven() throws Exception {
        open(true);
        use("a", "g", "7", 0, 0, 1);
        passRequired();
        terms(500, 2, "t", 1);
        closePeriod(0);
        use("a", "g", "7", 11, 1, 1);
        gateway(12_000, 3, "g", "", true);
        use("a", "g", "7", 12, 1, 1);
        gateway(13_000, 4, "g", "a", true);
        use("a", "g", "7", 13, 1, 1);
        closePeriod(1);
        assertThat(refusals())
                .containsExactly(
                        "0 GATEWAY_UNAUTHORISED",
                        "11000 GATEWAY_UNAUTHORISED",
                        "12000 GATEWAY_NOT_ALLOWED",
                        "13000 PASS_INVALID");
    }

    @Test
    void aModelThatNobodyPricedIsUnknownWhateverElseIsWrong() throws Exception {
        open(true);
        use("a", "g", "7", 0, 0, 1);
        closePeriod(0);
        assertThat(refusals()).containsExactly("0 MODEL_UNKNOWN");
    }

    @Test
    void aPassIsAskedForWhereTheTermsRequireItOrALineCitesOne() throws Exception {
        passRequired();
        pass("m", "7", Pass.issued("a", 2_000, 6_000), 2_000);
        pass("m", "8", Pass.issued("a", 0, Long.MAX_VALUE), 0);
        pass("m", "8", null, 4_000);
        pass("other", "9", Pass.issued("a", 0, Long.MAX_VALUE), 0);
        use("a", "g", "", 1, 0, 1);
        for (long minute = 1; minute < 7; minute++) {
            use("a", "g", "7", minute, 0, 1);
        }
        use("a", "g", "8", 3, 0, 1);
        use("a", "g", "8", 4, 0, 1);
        use("a", "g", "9", 4, 0, 1);
        use("b", "g", "7", 3, 0, 1);
        closePeriod(0);
        assertThat(charges())
                .extracting(Charge::minute, Charge::lines)
                .containsExactly(tuple(2L, 1L), tuple(3L, 2L), tuple(4L, 1L), tuple(5L, 1L));
        assertThat(refusals())
                .containsExactly(
                        "1000 PASS_INVALID",
                        "1000 PASS_INVALID",
                        "3000 PASS_INVALID",
                        "4000 PASS_INVALID",
                        "4000 PASS_INVALID",
                        "6000 PASS_INVALID");
    }

    @Test
    void aCitedPassIsCheckedThoughTheTermsRequireNone() throws Exception {
        terms(0, 1, "t", 1);
        use("a", "g", "7", 1, 0, 1);
        use("a", "g", "", 2, 0, 1);
        closePeriod(0);
        assertThat(charges()).extracting(Charge::minute).containsExactly(2L);
        assertThat(refusals()).containsExactly("1000 PASS_INVALID");
    }

    @Test
    void usageThatComesAgainAndAgainTakesNoMoreState() throws Exception {
        terms(0, 1, "t", 1);
        use("a", "g", 11, 1, 1);
        long once = harness.snapshot(1, 1).getStateSize();
        for (int again = 1; again < 2_000; again++) {
            use("a", "g", 11, 1, 1);
        }
        assertThat(harness.snapshot(2, 2).getStateSize()).isLessThan(once + 2 * ListGrowth.LEAST_SUMMED);
        closePeriod(1);
        assertThat(charges()).containsExactly(charge("t", "a", 1, 11, 2_000, 2_000, 2_000));
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
