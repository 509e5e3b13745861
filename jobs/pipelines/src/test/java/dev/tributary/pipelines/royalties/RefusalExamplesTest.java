package dev.tributary.pipelines.royalties;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.TopicSchema;
import dev.tributary.pipelines.metering.ModelUsages;
import dev.tributary.pipelines.metering.UsageCount;
import dev.tributary.pipelines.metering.UsageRejected;
import dev.tributary.pipelines.metering.UsageRejectedJson;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** The examples of usage.rejected.v1 that stand for what a close refuses are what the jobs write, to the last byte. */
@SuppressWarnings("try") // nothing interrupts the tests
final class RefusalExamplesTest {
    private static final BookingRule BOOKING = new BookingRule(60_000, 3_600_000, 600_000);
    private static final long AT = Instant.parse("2026-11-22T22:00:00Z").toEpochMilli();
    private static final long MINUTE = BOOKING.minute(AT);
    private static final long PERIOD = BOOKING.periodOf(AT);
    private static final String MODEL = "0x" + "5a".repeat(32);
    private static final String PAYER = "0x" + "0a".repeat(20);
    private static final String TOKEN = "0x" + "1c".repeat(20);

    private static void assertShown(
            KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, ?> closed, OutputTag<UsageRejected> refusals)
            throws Exception {
        assertThat(closed.getSideOutput(refusals)).singleElement().satisfies(record -> assertThat(
                        TopicSchema.of("usage.rejected.v1").examples())
                .contains(new String(UsageRejectedJson.write(record.getValue()), UTF_8)));
    }

    @Test
    void ofUsageWithoutAValidPass() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, RatingFact, GatewayChange, ModelCharges> harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(new RateUsage(BOOKING, false), List.of(RateUsage.GATEWAYS)),
                        RatingFact::model,
                        null,
                        Types.STRING)) {
            harness.open();
            List<BigInteger> prices = List.of(BigInteger.ONE, BigInteger.ONE, BigInteger.ONE, BigInteger.ONE);
            Dated<Terms> terms = new Dated<>(0, 1, new Terms(TOKEN, prices, false));
            harness.processElement1(new StreamRecord<>(RatingFact.of(new TermsChange(MODEL, terms))));
            UsageCount count =
                    new UsageCount(MODEL, PAYER, "0x" + "9f".repeat(20), "17", MINUTE, PERIOD, 7, 7, 374, 44, 812);
            harness.processElement1(new StreamRecord<>(RatingFact.of(ModelUsages.of(count))));
            harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(PERIOD) - 1));
            assertShown(harness, RateUsage.REJECTED);
        }
    }

    @Test
    void ofAnAmountBeyondTheSpendLimit() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<Tuple2<String, String>, ChargePack, PayerMove, ClosedCharges>
                harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(
                                new FundCharges(BOOKING, new FundingSettings(BOOKING.periodMillis(), false))),
                        pack -> Tuple2.of(pack.payer(), pack.token()),
                        move -> Tuple2.of(move.payer(), move.token()),
                        Types.TUPLE(Types.STRING, Types.STRING))) {
            harness.open();
            harness.processElement2(
                    new StreamRecord<>(new PayerMove(PAYER, TOKEN, PayerMove.Kind.SPEND_LIMIT, AT, 1, BigInteger.ONE)));
            ChargePackWriter writer = new ChargePackWriter();
            writer.put(
                    new Charge(
                            TOKEN,
                            PAYER,
                            PERIOD,
                            MINUTE,
                            MODEL,
                            BigInteger.valueOf(3_500_000),
                            MeterTotals.of(7, 374, 44, 812),
                            7),
                    MODEL.getBytes(UTF_8));
            harness.processElement1(new StreamRecord<>(writer.pack(TOKEN, PAYER, PERIOD)));
            harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(PERIOD) - 1));
            assertShown(harness, FundCharges.REJECTED);
        }
    }
}
