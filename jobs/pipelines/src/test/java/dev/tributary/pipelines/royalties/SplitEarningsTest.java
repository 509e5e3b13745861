package dev.tributary.pipelines.royalties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.domain.royalty.Dated;
import dev.tributary.domain.royalty.Split;
import dev.tributary.domain.usage.BookingRule;
import java.math.BigInteger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SplitEarningsTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private KeyedTwoInputStreamOperatorTestHarness<String, ModelEarning, PayeeChange, AccountCredit> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, ModelEarning, PayeeChange, AccountCredit> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new SplitEarnings(BOOKING)),
                ModelEarning::model,
                PayeeChange::model,
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void earn(long period, long minute, long amount) throws Exception {
        earn(period, "t", minute, amount);
    }

    private void earn(long period, String token, long minute, long amount) throws Exception {
        harness.processElement1(
                new StreamRecord<>(new ModelEarning("m", period, token, minute, 0, BigInteger.valueOf(amount))));
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void sell(long timeMillis, long ordinal, long amount) throws Exception {
        harness.processElement1(new StreamRecord<>(new ModelEarning(
                "m",
                BOOKING.periodOf(timeMillis),
                "t",
                BOOKING.minute(timeMillis),
                ordinal,
                BigInteger.valueOf(amount))));
    }

    private void freeze(long timeMillis, long ordinal) throws Exception {
        dispute(new FreezeChange("m", true, timeMillis, ordinal, null));
    }

    private void unfreeze(long timeMillis, long ordinal, @Nullable String redirectTo) throws Exception {
        dispute(new FreezeChange("m", false, timeMillis, ordinal, redirectTo));
    }

    private void dispute(FreezeChange change) throws Exception {
        harness.processElement2(new StreamRecord<>(new PayeeChange("m", null, change)));
    }

    private List<SuspensePosition> suspense() {
        return harness.getSideOutput(SplitEarnings.SUSPENSE) == null
                ? List.of()
                : harness.getSideOutput(SplitEarnings.SUSPENSE).stream()
                        .map(StreamRecord::getValue)
                        .toList();
    }

    private List<BookEntry> books() {
        return harness.getSideOutput(SplitEarnings.BOOKS).stream()
                .map(StreamRecord::getValue)
                .toList();
    }

    private static SuspensePosition held(long period, long numerator) {
        return new SuspensePosition(period, "t", "m", BigInteger.valueOf(numerator));
    }

    private static BookEntry change(long period, long numerator) {
        return new BookEntry(period, "t", BookEntry.Book.SUSPENSE_CHANGE_NUMERATOR, BigInteger.valueOf(numerator));
    }

    private void split(long timeMillis, long ordinal, Split split) throws Exception {
        harness.processElement2(new StreamRecord<>(
                new PayeeChange("m", new SplitChange("m", new Dated<>(timeMillis, ordinal, split)), null)));
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

    /** As when several subtasks share. */
    @Test
    void partsOfOneMinuteAreCreditedAsOneSum() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        earn(0, 4, 3);
        earn(1, 4, 100);
        earn(0, 4, 2);
        earn(0, 4, -4);
        closePeriod(0);
        assertThat(harness.extractOutputValues()).containsExactly(credit(0, "owner", 10_000));
        closePeriod(1);
        assertThat(harness.extractOutputValues()).endsWith(credit(1, "owner", 1_000_000));
    }

    /** Which timers wait is not in the state of the one who asks for them. */
    @Test
    void aPeriodThatWasAwaitedBeforeARestartClosesOnce() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        earn(0, 4, 3);
        earn(0, 5, 4);
        restart();
        earn(0, 4, 5);
        earn(1, 4, 6);
        earn(0, 4, 7);
        closePeriod(0);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .containsExactly(credit(0, "owner", 190_000), credit(1, "owner", 60_000));
    }

    /** A timer that is over does not count as one that waits. */
    @Test
    void whatComesAfterACloseIsCreditedByAnother() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        earn(0, 4, 3);
        closePeriod(0);
        earn(0, 4, 4);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .containsExactly(credit(0, "owner", 30_000), credit(0, "owner", 40_000));
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
    void whatAFrozenModelEarnsIsHeldUntilThePeriodOfItsRelease() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(3_000, 2);
        earn(0, 2, 1);
        earn(0, 3, 2);
        closePeriod(0);
        earn(1, 12, 4);
        unfreeze(29_999, 3, null);
        closePeriod(1);
        assertThat(harness.extractOutputValues()).containsExactly(credit(0, "owner", 10_000));
        assertThat(suspense()).containsExactly(held(0, 20_000), held(1, 60_000));
        earn(2, 22, 8);
        closePeriod(2);
        assertThat(harness.extractOutputValues())
                .containsExactly(credit(0, "owner", 10_000), credit(2, "owner", 140_000));
        assertThat(suspense()).hasSize(3).endsWith(held(2, 0));
        assertThat(books()).containsExactly(change(0, 20_000), change(1, 40_000), change(2, -60_000));
    }

    @Test
    void aReleaseAtTheFirstInstantOfAPeriodBelongsToThatPeriod() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(3_000, 2);
        unfreeze(10_000, 3, null);
        earn(0, 5, 1);
        closePeriod(0);
        assertThat(harness.extractOutputValues()).isEmpty();
        closePeriod(1);
        assertThat(harness.extractOutputValues()).containsExactly(credit(1, "owner", 10_000));
    }

    @Test
    void whatArrivesAfterTheEndGoesStraightToTheDestination() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(3_000, 2);
        unfreeze(6_000, 3, "claimant");
        closePeriod(0);
        earn(1, 4, 5);
        earn(1, 6, 7);
        closePeriod(1);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(credit(1, "claimant", 50_000), credit(1, "owner", 70_000));
        assertThat(suspense()).isEmpty();
    }

    @Test
    void withoutARedirectTheDestinationIsTheSplitJustAfterTheEnd() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(3_000, 2);
        split(6_000, 3, new Split(List.of("a", "b"), List.of(2_500, 7_500)));
        unfreeze(6_000, 4, null);
        split(6_000, 5, Split.wholeTo("later"));
        earn(0, 4, 1);
        closePeriod(0);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(credit(0, "a", 2_500), credit(0, "b", 7_500));
    }

    @Test
    void twoFreezesOfOnePeriodEachGoWhereTheirOwnEndSays() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(1_000, 2);
        unfreeze(3_000, 3, "first");
        freeze(3_000, 4);
        earn(0, 2, 1);
        earn(0, 3, 2);
        closePeriod(0);
        assertThat(harness.extractOutputValues()).containsExactly(credit(0, "first", 10_000));
        assertThat(suspense()).containsExactly(held(0, 20_000));
        unfreeze(12_000, 5, "second");
        closePeriod(1);
        assertThat(harness.extractOutputValues()).endsWith(credit(1, "second", 20_000));
    }

    @Test
    void aSaleGoesByItsOwnPlaceInTheLogNotByItsTime() throws Exception {
        sell(5_000, 2, 1);
        split(5_000, 1, Split.wholeTo("owner"));
        split(5_000, 3, Split.wholeTo("buyer"));
        sell(5_000, 4, 2);
        freeze(5_000, 5);
        sell(5_000, 6, 4);
        unfreeze(5_000, 7, "claimant");
        sell(5_000, 8, 8);
        closePeriod(0);
        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        credit(0, "owner", 10_000), credit(0, "buyer", 100_000), credit(0, "claimant", 40_000));
    }

    @Test
    void aFreezeThatTheContractWouldNotAllowHalts() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        assertThatThrownBy(() -> unfreeze(1, 2, null)).rootCause().hasMessageStartingWith("FREEZE_IMPOSSIBLE");
        freeze(1, 3);
        assertThatThrownBy(() -> freeze(1, 4)).rootCause().hasMessageStartingWith("FREEZE_IMPOSSIBLE");
    }

    @Test
    void whatIsHeldIsKeptApartByTokenAndSurvivesARestart() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(1_000, 2);
        earn(0, "t", 2, 1);
        earn(0, "u", 2, 10);
        closePeriod(0);
        restart();
        earn(1, "u", 12, 20);
        closePeriod(1);
        assertThat(suspense()).containsExactly(new SuspensePosition(1, "u", "m", BigInteger.valueOf(300_000)));
        unfreeze(25_000, 3, "claimant");
        closePeriod(2);
        assertThat(harness.extractOutputValues())
                .containsExactly(
                        credit(2, "claimant", 10_000),
                        new AccountCredit(2, "u", "claimant", BigInteger.valueOf(300_000)));
        assertThat(books().stream().map(BookEntry::amount))
                .containsExactly(
                        BigInteger.valueOf(200_000), BigInteger.valueOf(-10_000), BigInteger.valueOf(-300_000));
    }

    /** Splits and freezes: an emptied map would be an entry too. */
    @Test
    void aReleaseLeavesNothingInSuspense() throws Exception {
        split(0, 1, Split.wholeTo("owner"));
        freeze(1_000, 2);
        earn(0, 2, 1);
        closePeriod(0);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
        unfreeze(12_000, 3, null);
        closePeriod(1);
        assertThat(harness.extractOutputValues()).containsExactly(credit(1, "owner", 10_000));
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isZero();
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
