package dev.tributary.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MeterTotalsTest {
    private static final BigInteger LARGEST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void sumsAreThoseOfIntegersWithoutBound() {
        long seed = Long.getLong("tributary.seed", 20261126);
        System.out.println("MeterTotalsTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int draw = 0; draw < 2_000; draw++) {
            MeterTotals sum = MeterTotals.ZERO;
            BigInteger[] expected = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
            for (int part = 0; part < 6; part++) {
                long[] meters = new long[expected.length];
                for (int i = 0; i < meters.length; i++) {
                    meters[i] = random.nextLong() >>> (1 + random.nextInt(63));
                    expected[i] = expected[i].add(BigInteger.valueOf(meters[i]));
                }
                sum = random.nextBoolean()
                        ? sum.plus(meters[0], meters[1], meters[2], meters[3])
                        : MeterTotals.of(meters[0], meters[1], meters[2], meters[3])
                                .plus(sum);
            }
            assertThat(List.of(sum.calls(), sum.inputTokens(), sum.outputTokens(), sum.computeMillis()))
                    .containsExactly(expected);
            assertThat(sum).isEqualTo(MeterTotals.of(expected[0], expected[1], expected[2], expected[3]));
        }
    }

    @Test
    void aSumPassesTheRangeOfALongByOne() {
        MeterTotals full = MeterTotals.of(0, Long.MAX_VALUE, 0, 0);
        MeterTotals more = full.plus(0, 1, 0, 7);
        assertThat(full.areLongs()).isTrue();
        assertThat(more.areLongs()).isFalse();
        assertThat(more.inputTokens()).isEqualTo(LARGEST_LONG.add(BigInteger.ONE));
        assertThat(more.computeMillis()).isEqualTo(7);
        assertThat(more.plus(0, 1, 0, 0).inputTokens()).isEqualTo(LARGEST_LONG.add(BigInteger.TWO));
    }

    @Test
    void equalSumsAreEqualHoweverTheyWereMade() {
        MeterTotals large =
                MeterTotals.of(LARGEST_LONG.add(BigInteger.TEN), BigInteger.ONE, BigInteger.ONE, BigInteger.ONE);
        MeterTotals back = large.plus(MeterTotals.of(-20, 0, 0, 0));
        assertThat(back.areLongs()).isTrue();
        assertThat(back)
                .isEqualTo(MeterTotals.of(Long.MAX_VALUE - 10, 1, 1, 1))
                .hasSameHashCodeAs(MeterTotals.of(Long.MAX_VALUE - 10, 1, 1, 1));
        assertThat(back).isNotEqualTo(large);
        assertThat(large)
                .hasToString("MeterTotals[calls=9223372036854775817, inputTokens=1, outputTokens=1, computeMillis=1]");
    }
}
