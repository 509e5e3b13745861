package dev.tributary.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProductSumTest {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void everySumIsWhatIntegersWithoutBoundSay() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int draw = 0; draw < 2_000; draw++) {
            ProductSum sum = new ProductSum();
            BigInteger expected = BigInteger.ZERO;
            int bitsOfOne = random.nextInt(1, draw % 2 == 0 ? 64 : 200);
            int bitsOfOther = random.nextInt(1, 64);
            for (int i = random.nextInt(40); i > 0; i--) {
                BigInteger one = new BigInteger(bitsOfOne, random);
                long other = random.nextLong() >>> (64 - bitsOfOther);
                sum.add(one, other);
                expected = expected.add(one.multiply(BigInteger.valueOf(other)));
                assertThat(sum.value()).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void theLargestProductsGoOnWithoutBound() {
        ProductSum sum = new ProductSum();
        assertThat(sum.value()).isZero();
        for (int i = 1; i <= 100; i++) {
            sum.add(Long.MAX_VALUE, Long.MAX_VALUE);
            assertThat(sum.value()).isEqualTo(MOST.multiply(MOST).multiply(BigInteger.valueOf(i)));
        }
        sum.add(MOST.add(BigInteger.ONE), 1);
        sum.add(0, Long.MAX_VALUE);
        assertThat(sum.value())
                .isEqualTo(MOST.multiply(MOST)
                        .multiply(BigInteger.valueOf(100))
                        .add(MOST)
                        .add(BigInteger.ONE));
    }

    @Test
    void theLowerHalfCarriesIntoTheUpperOne() {
        ProductSum sum = new ProductSum();
        for (int i = 0; i < 4; i++) {
            sum.add(1L << 62, 1);
            sum.add(1, (1L << 62) - 1);
        }
        assertThat(sum.value()).isEqualTo(BigInteger.TWO.pow(65).subtract(BigInteger.valueOf(4)));
    }

    @Test
    void nothingNegativeIsAdded() {
        ProductSum sum = new ProductSum();
        assertThatThrownBy(() -> sum.add(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.add(1, Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.add(MOST.add(BigInteger.ONE), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sum.add(MOST.negate().subtract(BigInteger.TWO), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(sum.value()).isZero();
    }
}
