package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against {@link PayerAccount}, which does a close with everything at hand. */
final class PayerCloseTest {
    private static final int PERIODS = 200;

    private final long seed = Long.getLong("tributary.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void theStepsOfACloseDoWhatItDoesAsAWhole() {
        for (int payer = 0; payer < 30; payer++) {
            FundingRule rule = new FundingRule(1 + random.nextInt(6), payer % 10 == 9);
            PayerAccount whole = PayerAccount.EMPTY;
            Steps steps = new Steps();
            int silence = random.nextInt(20);
            for (long period = 0; period < PERIODS; period += 1 + (random.nextInt(10) == 0 ? random.nextInt(8) : 0)) {
                PayerAccount.Period next = period(period, random.nextInt(20) < silence);
                PayerAccount.Closed expected = whole.close(next, rule);
                steps.close(next, rule);
                assertThat(steps.funded).as("seed %d", seed).isEqualTo(expected.funded());
                assertThat(steps.overLimit).as("seed %d", seed).isEqualTo(expected.overLimit());
                assertThat(steps.writtenOff).as("seed %d", seed).isEqualTo(expected.writtenOff());
                assertThat(steps.withdrawnUnits).as("seed %d", seed).isEqualTo(expected.withdrawnUnits());
                assertThat(steps.balanceMicro)
                        .as("seed %d", seed)
                        .isEqualTo(expected.next().balanceMicro());
                assertThat(steps.waiting.values().stream().flatMap(List::stream))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(expected.next().waiting());
                whole = expected.next();
            }
        }
    }

    /** What waits by its booked period, of which a close is only given what it asks for. */
    private final class Steps {
        private BigInteger balanceMicro = BigInteger.ZERO;
        private final SortedMap<Long, List<WaitingCharge>> waiting = new TreeMap<>();
        private List<WaitingCharge> funded = List.of();
        private List<WaitingCharge> overLimit = List.of();
        private List<WaitingCharge> writtenOff = List.of();
        private BigInteger withdrawnUnits = BigInteger.ZERO;

        void close(PayerAccount.Period period, FundingRule rule) {
            funded = new ArrayList<>();
            overLimit = new ArrayList<>();
            writtenOff = new ArrayList<>();
            withdrawnUnits = BigInteger.ZERO;
            PayerClose close = new PayerClose(balanceMicro, period, rule);
            boolean reached = true;
            for (long booked : List.copyOf(waiting.keySet())) {
                boolean reaches = close.reaches(booked);
                assertThat(reached || !reaches).as("seed %d", seed).isTrue();
                reached = reaches;
                if (reaches) {
                    List<WaitingCharge> before = waiting.getOrDefault(booked, List.of());
                    take(booked, close.settle(before));
                    assertThat(waiting.get(booked)).as("seed %d", seed).isNotEqualTo(before);
                }
            }
            take(period.period(), close.finish());
        }

        private void take(long booked, PayerAccount.Closed step) {
            funded.addAll(step.funded());
            overLimit.addAll(step.overLimit());
            writtenOff.addAll(step.writtenOff());
            withdrawnUnits = withdrawnUnits.add(step.withdrawnUnits());
            balanceMicro = step.next().balanceMicro();
            if (step.next().waiting().isEmpty()) {
                waiting.remove(booked);
            } else {
                waiting.put(booked, step.next().waiting());
            }
        }
    }

    private PayerAccount.Period period(long period, boolean isSilent) {
        List<WaitingCharge> charges = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            charges.add(new WaitingCharge(
                    period, random.nextInt(60), "m" + i, BigInteger.valueOf(random.nextLong(3_000_000))));
        }
        List<BigInteger> withdrawals = new ArrayList<>();
        for (int i = isSilent ? 0 : random.nextInt(3); i > 0; i--) {
            withdrawals.add(BigInteger.valueOf(random.nextLong(5)));
        }
        @Nullable BigInteger limit = random.nextInt(3) > 0 ? null : BigInteger.valueOf(random.nextLong(6));
        BigInteger deposits = BigInteger.valueOf(isSilent ? 0 : random.nextLong(12));
        return new PayerAccount.Period(period, deposits, charges, limit, withdrawals);
    }
}
