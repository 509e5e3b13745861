package dev.tributary.pipelines.royalties;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.domain.money.Units;
import dev.tributary.domain.royalty.WaitingCharge;
import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.RefusedAmount;
import dev.tributary.pipelines.metering.Tally;
import dev.tributary.pipelines.metering.UsageRejected;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FundChargesTest {
    /** Grain 1 s, period 10 s. */
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    /** 25 s: due at the third close after a charge's own. */
    private static final long WRITE_OFF_MILLIS = 25_000;

    private static final String NO_LIMIT =
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE).toString();

    private KeyedTwoInputStreamOperatorTestHarness<Tuple2<String, String>, ChargePack, PayerMove, ClosedCharges>
            harness;
    private long ordinal;

    @BeforeEach
    void open() throws Exception {
        harness = harness(false);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<Tuple2<String, String>, ChargePack, PayerMove, ClosedCharges>
            harness(boolean fundAll) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new FundCharges(BOOKING, new FundingSettings(WRITE_OFF_MILLIS, fundAll))),
                pack -> Tuple2.of(pack.payer(), pack.token()),
                move -> Tuple2.of(move.payer(), move.token()),
                Types.TUPLE(Types.STRING, Types.STRING));
    }

    private void charge(String payer, long period, long minute, String model, long micro) throws Exception {
        harness.processElement1(new StreamRecord<>(pack(charged(payer, period, minute, model, micro))));
    }

    private void charge(long period, long minute, String model, long micro) throws Exception {
        charge("p", period, minute, model, micro);
    }

    /** All of one payer and period. */
    private static ChargePack pack(Charge... charges) {
        ChargePackWriter writer = new ChargePackWriter();
        for (Charge charge : charges) {
            writer.put(charge, charge.model().getBytes(UTF_8));
        }
        return writer.pack("t", charges[0].payer(), charges[0].period());
    }

    private static Charge charged(String payer, long period, long minute, String model, long micro) {
        return new Charge("t", payer, period, minute, model, BigInteger.valueOf(micro), MeterTotals.of(1, 0, 0, 0), 1);
    }

    private void move(PayerMove.Kind kind, long timeMillis, String units) throws Exception {
        harness.processElement2(
                new StreamRecord<>(new PayerMove("p", "t", kind, timeMillis, ++ordinal, new BigInteger(units))));
    }

    private void deposit(long timeMillis, long units) throws Exception {
        move(PayerMove.Kind.DEPOSIT, timeMillis, Long.toString(units));
    }

    private void closePeriod(long period) throws Exception {
        harness.processBothWatermarks(new Watermark(BOOKING.periodEnd(period) - 1));
    }

    /** A charge, the period in which a part of it is covered, and that part. */
    private record Covered(Charge charge, long period, BigInteger micro) {}

    private List<Covered> covered() {
        List<Covered> covered = new ArrayList<>();
        for (ClosedCharges closed : harness.extractOutputValues()) {
            closed.forEachCovered((charge, micro) -> covered.add(new Covered(charge, closed.period(), micro)));
        }
        return covered;
    }

    /** What was covered: "period it accrues in, minute, model, micro", those with nothing covered left out. */
    private List<String> funded() {
        return covered().stream()
                .filter(charge -> charge.micro().signum() > 0)
                .map(charge -> charge.period() + " " + charge.charge().minute() + " "
                        + charge.charge().model() + " " + charge.micro())
                .sorted()
                .toList();
    }

    private PayerPosition lastPosition() {
        return harness.getSideOutput(FundCharges.POSITIONS).stream()
                .map(StreamRecord::getValue)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<AccountCredit> withdrawals() {
        return harness.getSideOutput(FundCharges.WITHDRAWALS) == null
                ? List.of()
                : harness.getSideOutput(FundCharges.WITHDRAWALS).stream()
                        .map(StreamRecord::getValue)
                        .toList();
    }

    private static AccountCredit withdrawn(long period, long units) {
        return new AccountCredit(period, "t", "p", Units.NUMERATOR_PER_UNIT.multiply(BigInteger.valueOf(units)));
    }

    private static RefusedAmount amount(long micro) {
        return new RefusedAmount("t", BigInteger.valueOf(micro));
    }

    @Test
    void chargesAreCoveredInTheOrderOfMinuteAndModelAndTheRestWaits() throws Exception {
        deposit(9_999, 3);
        charge(0, 5, "b", 1_000_000);
        charge(0, 5, "a", 1_000_000);
        charge(0, 4, "z", 500_000);
        charge(0, 6, "a", 1_000_000);
        closePeriod(0);
        assertThat(funded()).containsExactly("0 4 z 500000", "0 5 a 1000000", "0 5 b 1000000", "0 6 a 500000");
        assertThat(lastPosition().balanceMicro()).isZero();
        assertThat(lastPosition().unfundedMicro()).isEqualTo(500_000);
    }

    @Test
    void usageGoesOnWithItsChargeThoughNothingOfItIsPaidAndOnlyOnce() throws Exception {
        charge(0, 5, "a", 1_000_000);
        closePeriod(0);
        assertThat(covered()).containsExactly(new Covered(charged("p", 0, 5, "a", 1_000_000), 0, BigInteger.ZERO));
        deposit(10_000, 1);
        closePeriod(1);
        assertThat(covered())
                .last()
                .isEqualTo(new Covered(
                        new Charge("t", "p", 0, 5, "a", BigInteger.valueOf(1_000_000), MeterTotals.ZERO, 0),
                        1,
                        BigInteger.valueOf(1_000_000)));
    }

    @Test
    void packsOfManySubtasksAreOneAccountInTheOrderOfMinuteAndModel() throws Exception {
        deposit(0, 2);
        harness.processElement1(new StreamRecord<>(pack(
                charged("p", 0, 3, "b", 400_000), charged("p", 0, 5, "b", 400_000), charged("p", 0, 4, "a", 400_000))));
        harness.processElement1(
                new StreamRecord<>(pack(charged("p", 0, 4, "c", 400_000), charged("p", 0, 3, "aa", 600_000))));
        closePeriod(0);
        assertThat(covered())
                .extracting(Covered::charge)
                .containsExactly(
                        charged("p", 0, 3, "aa", 600_000),
                        charged("p", 0, 3, "b", 400_000),
                        charged("p", 0, 4, "a", 400_000),
                        charged("p", 0, 4, "c", 400_000),
                        charged("p", 0, 5, "b", 400_000));
        assertThat(funded())
                .containsExactly("0 3 aa 600000", "0 3 b 400000", "0 4 a 400000", "0 4 c 400000", "0 5 b 200000");
    }

    @Test
    void chargesOfAnUpstreamSubtaskThatIsAheadWaitForTheirOwnClose() throws Exception {
        deposit(0, 9);
        charge(1, 11, "a", 1_000_000);
        charge(0, 5, "a", 2_000_000);
        charge(1, 4, "late", 3_000_000);
        closePeriod(0);
        assertThat(funded()).containsExactly("0 5 a 2000000");
        closePeriod(1);
        assertThat(funded()).containsExactly("0 5 a 2000000", "1 11 a 1000000", "1 4 late 3000000");
    }

    @Test
    void twoChargesOfOneModelAndMinuteHaltTheClose() throws Exception {
        charge(0, 5, "a", 1_000_000);
        charge(0, 5, "b", 7);
        charge(0, 5, "a", 2_000_000);
        assertThatThrownBy(() -> closePeriod(0)).hasStackTraceContaining("CHARGED_TWICE");
    }

    @Test
    void aCloseLooksAtNoMoreOfWhatWaitsThanItCoversOrGivesUp() throws Exception {
        for (int period = 0; period < 3; period++) {
            charge(period, 10 * period + 1, "a", 1_000_000);
            charge(period, 10 * period + 2, "b", 1_000_000);
            closePeriod(period);
        }
        assertThat(steps()).containsExactly("0 of [0]", "1 of [1]", "2 of [2]");
        assertThat(lastPosition().unfundedMicro()).isEqualTo(6_000_000);
        charge(3, 31, "a", 1_000_000);
        deposit(30_000, 3);
        closePeriod(3); // covers period 0, half of 1
        assertThat(steps().subList(3, steps().size())).containsExactly("3 of [0]", "3 of [1]", "3 of [3]");
        assertThat(lastPosition().unfundedMicro()).isEqualTo(4_000_000);
        closePeriod(4); // the rest of 1 is given up
        assertThat(steps().subList(6, steps().size())).containsExactly("4 of [1]", "4 of []");
        assertThat(lastPosition().unfundedMicro()).isEqualTo(3_000_000);
        assertThat(lastPosition().writtenOffMicro()).isEqualTo(1_000_000);
        deposit(50_000, 9);
        closePeriod(5);
        assertThat(steps().subList(8, steps().size())).containsExactly("5 of [2]", "5 of [3]", "5 of []");
        assertThat(lastPosition().unfundedMicro()).isZero();
        assertThat(lastPosition().balanceMicro()).isEqualTo(6_000_000);
        assertThat(funded())
                .containsExactly(
                        "3 1 a 1000000",
                        "3 11 a 1000000",
                        "3 2 b 1000000",
                        "5 21 a 1000000",
                        "5 22 b 1000000",
                        "5 31 a 1000000");
    }

    /** Of every step the period that closes and the booked periods of what it did something with. */
    private List<String> steps() {
        return harness.extractOutputValues().stream()
                .map(step -> step.period() + " of "
                        + Stream.of(
                                        step.closed().funded(),
                                        step.closed().writtenOff(),
                                        step.closed().next().waiting())
                                .flatMap(List::stream)
                                .map(WaitingCharge::period)
                                .distinct()
                                .toList())
                .toList();
    }

    @Test
    void whatWaitsIsTheSameAfterARestart() throws Exception {
        for (int period = 0; period < 3; period++) {
            charge(period, 10 * period + 1, "a", 1_000_000);
            closePeriod(period);
        }
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = harness(false);
        harness.initializeState(checkpoint);
        harness.open();
        deposit(30_000, 2);
        closePeriod(3);
        assertThat(funded()).containsExactly("3 1 a 1000000", "3 11 a 1000000");
        assertThat(lastPosition().unfundedMicro()).isEqualTo(1_000_000);
    }

    @Test
    void packsThatAreOpenAreRestored() throws Exception {
        deposit(0, 9);
        charge(0, 5, "a", 1_000_000);
        charge(1, 11, "a", 2_000_000);
        charge(0, 4, "b", 3_000_000);
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = harness(false);
        harness.initializeState(checkpoint);
        harness.open();
        closePeriod(1);
        assertThat(funded()).containsExactly("0 4 b 3000000", "0 5 a 1000000", "1 11 a 2000000");
    }

    @Test
    void aCloseIsWrittenAndReadWhereItIsNotChained() throws Exception {
        deposit(0, 1);
        charge(0, 5, "a", 2_000_000);
        closePeriod(0);
        ClosedCharges closed = harness.extractOutputValues().get(0);
        TypeSerializer<ClosedCharges> serializer =
                TypeInformation.of(ClosedCharges.class).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(closed, out);
        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(closed);
    }

    @Test
    void aLaterDepositReleasesTheOldestBookedPeriodFirst() throws Exception {
        charge(0, 9, "a", 1_000_000);
        closePeriod(0);
        charge(1, 2, "late", 1_000_000);
        deposit(15_000, 1);
        closePeriod(1);
        assertThat(funded()).containsExactly("1 9 a 1000000");
        deposit(20_000, 1);
        closePeriod(2);
        assertThat(funded()).containsExactly("1 9 a 1000000", "2 2 late 1000000");
        assertThat(lastPosition().unfundedMicro()).isZero();
    }

    @Test
    void aDepositBelongsToThePeriodOfItsBlock() throws Exception {
        charge(0, 5, "a", 1_000_000);
        deposit(10_000, 1);
        closePeriod(0);
        assertThat(funded()).isEmpty();
        closePeriod(1);
        assertThat(funded()).containsExactly("1 5 a 1000000");
    }

    @Test
    void aPayerThatCannotPayDelaysNobodyElse() throws Exception {
        deposit(0, 1);
        charge("poor", 0, 1, "a", 9_000_000);
        charge("p", 0, 2, "a", 1_000_000);
        closePeriod(0);
        assertThat(funded()).containsExactly("0 2 a 1000000");
    }

    @Test
    void whatIsBeyondTheLimitAtTheStartOfThePeriodIsRefusedByAmountsAlone() throws Exception {
        deposit(0, 100);
        move(PayerMove.Kind.SPEND_LIMIT, 10_000, "2");
        move(PayerMove.Kind.SPEND_LIMIT, 10_001, "50");
        charge(1, 11, "a", 1_500_000);
        charge(1, 12, "a", 1_500_000);
        charge(1, 13, "a", 7);
        closePeriod(1);
        assertThat(funded()).containsExactly("1 11 a 1500000", "1 12 a 500000");
        assertThat(harness.getSideOutput(FundCharges.REJECTED))
                .extracting(StreamRecord::getValue)
                .extracting(
                        UsageRejected::reason,
                        UsageRejected::lines,
                        UsageRejected::payer,
                        UsageRejected::model,
                        UsageRejected::minuteStartMillis,
                        UsageRejected::amount)
                .containsExactly(
                        tuple("LIMIT_EXCEEDED", 0L, "p", "a", 12_000L, amount(1_000_000)),
                        tuple("LIMIT_EXCEEDED", 0L, "p", "a", 13_000L, amount(7)));
        assertThat(harness.getSideOutput(FundCharges.TALLIES))
                .extracting(StreamRecord::getValue)
                .containsExactly(
                        Tally.rejected(22_000, 1, "LIMIT_EXCEEDED", 0), Tally.rejected(22_000, 1, "LIMIT_EXCEEDED", 0));
        assertThat(lastPosition().voidMicro()).isEqualTo(1_000_007);
        charge(2, 21, "a", 40_000_000);
        closePeriod(2);
        assertThat(funded()).contains("2 21 a 40000000");
    }

    @Test
    void theLargestNumberIsNoLimit() throws Exception {
        deposit(0, 5);
        move(PayerMove.Kind.SPEND_LIMIT, 0, "1");
        move(PayerMove.Kind.SPEND_LIMIT, 1_000, NO_LIMIT);
        charge(1, 11, "a", 4_000_000);
        closePeriod(1);
        assertThat(funded()).containsExactly("1 11 a 4000000");
    }

    @Test
    void aWithdrawalIsServedByTheNextCloseAfterLateUsage() throws Exception {
        deposit(0, 10);
        move(PayerMove.Kind.WITHDRAWAL_REQUEST, 5_000, "4");
        move(PayerMove.Kind.WITHDRAWAL_REQUEST, 9_999, "100");
        closePeriod(0);
        assertThat(withdrawals()).isEmpty();
        charge(1, 3, "late", 3_500_000);
        closePeriod(1);
        assertThat(withdrawals()).containsExactly(withdrawn(1, 6));
        assertThat(lastPosition().balanceMicro()).isEqualTo(500_000);
    }

    @Test
    void aWithdrawalIsServedThoughNothingElseHappens() throws Exception {
        deposit(0, 2);
        closePeriod(0);
        move(PayerMove.Kind.WITHDRAWAL_REQUEST, 31_000, "1");
        closePeriod(9);
        assertThat(withdrawals()).containsExactly(withdrawn(4, 1));
    }

    @Test
    void whatWaitedTooLongIsGivenUpAfterItsLastChance() throws Exception {
        charge(0, 5, "a", 3_000_000);
        closePeriod(0);
        deposit(30_000, 1);
        closePeriod(3);
        assertThat(funded()).containsExactly("3 5 a 1000000");
        assertThat(lastPosition())
                .extracting(PayerPosition::period, PayerPosition::writtenOffMicro, PayerPosition::unfundedMicro)
                .containsExactly(3L, BigInteger.valueOf(2_000_000), BigInteger.ZERO);
        deposit(40_000, 5);
        closePeriod(4);
        assertThat(funded()).hasSize(1);
    }

    @Test
    void whatWaitedTooLongIsGivenUpThoughNothingElseHappens() throws Exception {
        charge(0, 5, "a", 3_000_000);
        charge(0, 6, "a", 1);
        closePeriod(0);
        closePeriod(50);
        assertThat(lastPosition())
                .extracting(PayerPosition::period, PayerPosition::writtenOffMicro)
                .containsExactly(3L, BigInteger.valueOf(3_000_001));
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void everyCloseTellsTheSealWhatMoved() throws Exception {
        deposit(0, 3);
        charge(0, 5, "a", 2_000_000);
        charge(0, 6, "a", 2_000_000);
        closePeriod(0);
        assertThat(harness.getSideOutput(FundCharges.BOOKS))
                .extracting(StreamRecord::getValue)
                .containsExactlyInAnyOrder(
                        entry(BookEntry.Book.DEPOSITED_MICRO, 3_000_000),
                        entry(BookEntry.Book.FUNDED_MICRO, 3_000_000),
                        entry(BookEntry.Book.UNFUNDED_CHANGE_MICRO, 1_000_000));
    }

    private static BookEntry entry(BookEntry.Book book, long micro) {
        return new BookEntry(0, "t", book, BigInteger.valueOf(micro));
    }

    @Test
    void everyChargeSaysWhatEachCloseDidWithIt() throws Exception {
        move(PayerMove.Kind.SPEND_LIMIT, 0, "3");
        deposit(0, 1);
        charge(0, 5, "a", 2_000_000);
        charge(0, 6, "a", 2_000_000);
        closePeriod(0);
        deposit(10_000, 1);
        closePeriod(1);
        closePeriod(3);
        List<ChargePosition> positions = new ArrayList<>();
        harness.extractOutputValues().forEach(closed -> ChargePosition.forEach(closed, positions::add));
        assertThat(positions)
                .containsExactlyInAnyOrder(
                        position(0, 5, 1_000_000, 0, 0, 1_000_000, whole(2_000_000)),
                        position(0, 6, 0, 1_000_000, 0, 1_000_000, whole(2_000_000)),
                        position(1, 5, 1_000_000, 0, 0, 0, null),
                        position(3, 6, 0, 0, 1_000_000, 0, null));
    }

    private static ChargePosition.Whole whole(long micro) {
        return new ChargePosition.Whole(BigInteger.valueOf(micro), MeterTotals.of(1, 0, 0, 0), 1);
    }

    private static ChargePosition position(
            long period,
            long minute,
            long funded,
            long overLimit,
            long writtenOff,
            long waiting,
            ChargePosition.@Nullable Whole whole) {
        return new ChargePosition(
                period,
                0,
                "t",
                "p",
                "a",
                minute,
                BigInteger.valueOf(funded),
                BigInteger.valueOf(overLimit),
                BigInteger.valueOf(writtenOff),
                BigInteger.valueOf(waiting),
                whole);
    }

    @Test
    void fundingAllCoversEveryChargeWithinTheLimitAndLeavesBalances() throws Exception {
        harness.close();
        harness = harness(true);
        harness.open();
        move(PayerMove.Kind.SPEND_LIMIT, 0, "3");
        deposit(1_000, 1);
        charge(0, 5, "a", 2_000_000);
        charge(0, 6, "a", 2_000_000);
        closePeriod(0);
        assertThat(funded()).containsExactly("0 5 a 2000000", "0 6 a 1000000");
        assertThat(lastPosition().balanceMicro()).isEqualTo(1_000_000);
    }

    @Test
    void aRestoredPayerStillOwesAndHolds() throws Exception {
        deposit(0, 1);
        charge(0, 5, "a", 3_000_000);
        closePeriod(0);
        move(PayerMove.Kind.WITHDRAWAL_REQUEST, 10_000, "9");
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = harness(false);
        harness.initializeState(checkpoint);
        harness.open();
        deposit(20_000, 4);
        closePeriod(2);
        assertThat(funded()).containsExactly("2 5 a 2000000");
        assertThat(withdrawals()).containsExactly(withdrawn(2, 2));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void aDepositThatClosedLeavesOnlyTheBalanceInState() throws Exception {
        deposit(0, 1);
        charge(0, 5, "a", 500_000);
        closePeriod(0);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isZero();
    }
}
