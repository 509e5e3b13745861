package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
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

final class SplitEarningsTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private KeyedTwoInputStreamOperatorTestHarness<String, ModelEarning, SplitChange, AccountCredit> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new SplitEarnings(BOOKING)),
                ModelEarning::model,
                SplitChange::model,
                Types.STRING);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void earn(long period, long minute, long amount) throws Exception {
        harness.processElement1(
                new StreamRecord<>(new ModelEarning("m", period, "t", minute, BigInteger.valueOf(amount))));
    }

    private void split(long timeMillis, long ordinal, Split split) throws Exception {
        harness.processElement2(new StreamRecord<>(new SplitChange("m", new Dated<>(timeMillis, ordinal, split))));
    }

    private void closePeriod(long period) throws Exception {
        harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(period) - 1));
    }

    private static AccountCredit credit(long period, String account, long numerator) {
        return new AccountCredit(period, "t", account, BigInteger.valueOf(numerator));
    }

    @Test
    void everyAmountIsSplitAsItWasAtTheStartOfItsMinutes() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        split(4_001, 2, new Split(List.of("a", "b"), List.of(2_500, 7_500)));
        earn(0, 4, 3);
        earn(0, 5, 2);
        earn(0, 9, 2);
        closePeriod(0);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(credit(0, "owner", 30_000), credit(0, "a", 10_000), credit(0, "b", 30_000));
    }

    @Test
    void ofTwoSplitsInOneBlockTheLaterInTheLogWins() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        split(0, 2, Split.wholeTo("chosen"));
        earn(0, 0, 1);
        closePeriod(0);
        assertThat(harness.extractOutputValues()).containsExactly(credit(0, "chosen", 10_000));
    }

    @Test
    void aModelThatNobodyOwnsHalts() throws Exception {
        split(1, 1, Split.wholeTo("owner"));
        earn(0, 0, 1);
        assertThatThrownBy(() -> closePeriod(0)).rootCause().hasMessageStartingWith("SPLIT_MISSING");
    }

    @Test
    void onlyTheSplitsStayInState() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        earn(0, 0, 1);
        earn(1, 1, 1);
        closePeriod(0);
        closePeriod(1);
        assertThat(harness.extractOutputValues()).hasSize(2);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isZero();
    }
}
