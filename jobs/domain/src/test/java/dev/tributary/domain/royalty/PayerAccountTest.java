package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.money.Units;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PayerAccountTest {
    private static final FundingRule WRITE_OFF = new FundingRule(3, false);

    @Test
    void onlyWhatTheBalanceCoversIsFundedAndTheRestWaits() {
        PayerAccount.Closed closed = PayerAccount.EMPTY.close(
                period(1, 5, charge(1, 10, "a", 3_000_000), charge(1, 11, "a", 4_000_000)), WRITE_OFF);
        assertThat(closed.funded()).containsExactly(charge(1, 10, "a", 3_000_000), charge(1, 11, "a", 2_000_000));
        assertThat(closed.next().waiting()).containsExactly(charge(1, 11, "a", 2_000_000));
        assertThat(closed.next().balanceMicro()).isZero();
    }

    @Test
    void withinAPeriodTheOrderIsMinuteThenModel() {
        PayerAccount.Closed closed = PayerAccount.EMPTY.close(
                period(
                        1,
                        2,
                        charge(1, 11, "a", 1_000_000),
                        charge(1, 10, "b", 1_000_000),
                        charge(1, 10, "a", 1_000_000)),
                WRITE_OFF);
        assertThat(closed.funded()).containsExactly(charge(1, 10, "a", 1_000_000), charge(1, 10, "b", 1_000_000));
    }

    @Test
    void theOldestBookedPeriodIsFundedFirstThoughItsMinuteIsLater() {
        PayerAccount waiting = close(PayerAccount.EMPTY, period(1, 0, charge(1, 20, "a", 1_000_000)));
        PayerAccount.Closed closed = waiting.close(period(2, 1, charge(2, 10, "a", 1_000_000)), WRITE_OFF);
        assertThat(closed.funded()).containsExactly(charge(1, 20, "a", 1_000_000));
        assertThat(closed.next().waiting()).containsExactly(charge(2, 10, "a", 1_000_000));
    }

    @Test
    void chargesBeyondTheSpendLimitAreCutAndNeverOwed() {
        PayerAccount.Closed closed = PayerAccount.EMPTY.close(
                new PayerAccount.Period(
                        1,
                        BigInteger.TEN,
                        List.of(charge(1, 10, "a", 1_500_000), charge(1, 11, "a", 1_000_000), charge(1, 12, "a", 7)),
                        BigInteger.TWO,
                        List.of()),
                WRITE_OFF);
        assertThat(closed.funded()).containsExactly(charge(1, 10, "a", 1_500_000), charge(1, 11, "a", 500_000));
        assertThat(closed.overLimit()).containsExactly(charge(1, 11, "a", 500_000), charge(1, 12, "a", 7));
        assertThat(closed.next().balanceMicro()).isEqualTo(8_000_000);
    }

    @Test
    void aChargeIsGivenUpAfterTheCloseThatItFallsDueAtHadItsChance() {
        PayerAccount waiting = close(PayerAccount.EMPTY, period(1, 0, charge(1, 10, "a", 2_000_000)));
        assertThat(close(waiting, period(3, 0)).waiting()).hasSize(1);
        PayerAccount.Closed due = waiting.close(period(4, 1), WRITE_OFF);
        assertThat(due.funded()).containsExactly(charge(1, 10, "a", 1_000_000));
        assertThat(due.writtenOff()).containsExactly(charge(1, 10, "a", 1_000_000));
        assertThat(due.next().waiting()).isEmpty();
    }

    @Test
    void aChargeThatFellDueAtASkippedCloseIsGoneBeforeALaterDeposit() {
        PayerAccount waiting = close(PayerAccount.EMPTY, period(1, 0, charge(1, 10, "a", 2_000_000)));
        PayerAccount.Closed later = waiting.close(period(5, 9), WRITE_OFF);
        assertThat(later.funded()).isEmpty();
        assertThat(later.writtenOff()).containsExactly(charge(1, 10, "a", 2_000_000));
        assertThat(later.next().balanceMicro()).isEqualTo(9_000_000);
    }

    @Test
    void lateUsageComesBeforeWithdrawalsWhichTakeWholeUnitsInOrder() {
        PayerAccount.Closed closed = PayerAccount.EMPTY.close(
                new PayerAccount.Period(
                        2,
                        BigInteger.valueOf(10),
                        List.of(charge(2, 10, "a", 3_500_000)),
                        null,
                        List.of(BigInteger.valueOf(4), BigInteger.valueOf(100), BigInteger.ONE)),
                WRITE_OFF);
        assertThat(closed.withdrawnUnits()).isEqualTo(6);
        assertThat(closed.next().balanceMicro()).isEqualTo(500_000);
    }

    @Test
    void everyUnitThatComesInIsFundedWithdrawnOrStillThere() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        PayerAccount account = PayerAccount.EMPTY;
        BigInteger in = BigInteger.ZERO;
        BigInteger out = BigInteger.ZERO;
        BigInteger charged = BigInteger.ZERO;
        BigInteger answered = BigInteger.ZERO;
        for (int period = 0; period < 300; period++) {
            PayerAccount.Period next = randomPeriod(random, period);
            PayerAccount.Closed closed = account.close(next, WRITE_OFF);
            in = in.add(next.depositsUnits().multiply(Units.MICRO_PER_UNIT));
            out = out.add(WaitingCharge.sumMicro(closed.funded()))
                    .add(closed.withdrawnUnits().multiply(Units.MICRO_PER_UNIT));
            charged = charged.add(WaitingCharge.sumMicro(next.charges()));
            answered = answered.add(WaitingCharge.sumMicro(closed.funded()))
                    .add(WaitingCharge.sumMicro(closed.overLimit()))
                    .add(WaitingCharge.sumMicro(closed.writtenOff()));
            account = closed.next();
            assertThat(in).as("seed %d", seed).isEqualTo(out.add(account.balanceMicro()));
            assertThat(charged).as("seed %d", seed).isEqualTo(answered.add(account.unfundedMicro()));
        }
    }

    @Test
    void fundingAllLeavesBalancesAloneAndKeepsTheLimit() {
        PayerAccount.Closed closed = PayerAccount.EMPTY.close(
                new PayerAccount.Period(
                        1, BigInteger.ONE, List.of(charge(1, 10, "a", 9_000_000)), BigInteger.valueOf(5), List.of()),
                new FundingRule(3, true));
        assertThat(closed.funded()).containsExactly(charge(1, 10, "a", 5_000_000));
        assertThat(closed.overLimit()).containsExactly(charge(1, 10, "a", 4_000_000));
        assertThat(closed.next().balanceMicro()).isEqualTo(1_000_000);
    }

    @Test
    void aBalanceThatIsJustEnoughCoversAllAndOneThatLacksALittleCutsTheLast() {
        WaitingCharge first = charge(1, 10, "a", 1_500_000);
        WaitingCharge nothing = charge(1, 10, "b", 0);
        PayerAccount.Closed enough =
                PayerAccount.EMPTY.close(period(1, 3, charge(1, 11, "a", 1_500_000), nothing, first), WRITE_OFF);
        assertThat(enough.funded()).containsExactly(first, charge(1, 11, "a", 1_500_000));
        assertThat(enough.next()).isEqualTo(PayerAccount.EMPTY);
        PayerAccount.Closed lacking =
                PayerAccount.EMPTY.close(period(1, 3, charge(1, 11, "a", 1_500_001), nothing, first), WRITE_OFF);
        assertThat(lacking.funded()).containsExactly(first, charge(1, 11, "a", 1_500_000));
        assertThat(lacking.next()).isEqualTo(new PayerAccount(BigInteger.ZERO, List.of(charge(1, 11, "a", 1))));
    }

    @Test
    void amountsOfAnySizeAreSummed() {
        BigInteger[] sizes = {
            BigInteger.ONE,
            BigInteger.ONE.shiftLeft(62).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(62),
            BigInteger.valueOf(Long.MAX_VALUE),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(200)
        };
        Random random = new Random(1);
        for (int round = 0; round < 100; round++) {
            List<WaitingCharge> charges = new ArrayList<>();
            BigInteger sum = BigInteger.ZERO;
            for (int i = 0; i < 20; i++) {
                BigInteger micro = sizes[random.nextInt(round % 2 == 0 ? sizes.length : 3)];
                charges.add(new WaitingCharge(1, i, "a", micro));
                sum = sum.add(micro);
            }
            assertThat(WaitingCharge.sumMicro(charges)).isEqualTo(sum);
        }
    }

    @Test
    void theOrderInWhichChargesAreGivenMakesNoDifference() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<WaitingCharge> charges = new ArrayList<>();
            for (int place = 0; place < 8; place++) { // by (minute, model)
                if (random.nextBoolean()) {
                    charges.add(charge(1, 10 + place / 4, "m" + place % 4, random.nextLong(2_000_000)));
                }
            }
            BigInteger deposits = BigInteger.valueOf(random.nextLong(8));
            @Nullable BigInteger limit = random.nextBoolean() ? null : BigInteger.valueOf(random.nextLong(8));
            PayerAccount.Closed inOrder = PayerAccount.EMPTY.close(
                    new PayerAccount.Period(1, deposits, List.copyOf(charges), limit, List.of()), WRITE_OFF);
            for (int i = charges.size() - 1; i > 0; i--) {
                Collections.swap(charges, i, random.nextInt(i + 1));
            }
            List<WaitingCharge> given = List.copyOf(charges);
            assertThat(PayerAccount.EMPTY.close(
                            new PayerAccount.Period(1, deposits, charges, limit, List.of()), WRITE_OFF))
                    .as("seed %d", seed)
                    .isEqualTo(inOrder);
            assertThat(charges).isEqualTo(given);
        }
    }

    private static PayerAccount close(PayerAccount account, PayerAccount.Period period) {
        return account.close(period, WRITE_OFF).next();
    }

    private static PayerAccount.Period period(long period, long depositUnits, WaitingCharge... charges) {
        return new PayerAccount.Period(period, BigInteger.valueOf(depositUnits), List.of(charges), null, List.of());
    }

    private static WaitingCharge charge(long period, long minute, String model, long micro) {
        return new WaitingCharge(period, minute, model, BigInteger.valueOf(micro));
    }

    private static PayerAccount.Period randomPeriod(Random random, int period) {
        List<WaitingCharge> charges = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            charges.add(charge(period, random.nextInt(60), "m" + i, random.nextLong(3_000_000)));
        }
        List<BigInteger> withdrawals = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            withdrawals.add(BigInteger.valueOf(random.nextLong(5)));
        }
        @Nullable BigInteger limit = random.nextBoolean() ? null : BigInteger.valueOf(random.nextLong(6));
        return new PayerAccount.Period(period, BigInteger.valueOf(random.nextLong(7)), charges, limit, withdrawals);
    }
}
