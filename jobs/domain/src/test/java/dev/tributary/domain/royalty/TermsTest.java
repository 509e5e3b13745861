package dev.tributary.domain.royalty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.MeterTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TermsTest {
    private static final long LARGEST = Long.MAX_VALUE;

    @Test
    void aChargeIsTheSumOfQuantitiesTimesPricesWhateverTheirSizes() {
        long seed = Long.getLong("tributary.seed", 20261126);
        System.out.println("TermsTest seed " + seed + " (-Dtributary.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int draw = 0; draw < 20_000; draw++) {
            List<BigInteger> prices = integers(random, random.nextInt(129));
            List<BigInteger> quantities = integers(random, random.nextInt(draw % 4 == 0 ? 80 : 64));
            assertThat(terms(prices).chargeMicro(meters(quantities)))
                    .as("%s of %s", quantities, prices)
                    .isEqualTo(sum(quantities, prices));
        }
    }

    @Test
    void pricesAndQuantitiesAtTheEdgesOfTheirTypesLoseNothing() {
        List<BigInteger> edges = new ArrayList<>();
        for (int bits : List.of(0, 1, 31, 32, 60, 61, 62, 63, 64, 127, 128)) {
            edges.add(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
            edges.add(BigInteger.ONE.shiftLeft(bits));
        }
        for (BigInteger price : edges) {
            for (BigInteger quantity : edges) {
                List<BigInteger> prices = List.of(price, price, price, price);
                List<BigInteger> quantities = List.of(quantity, quantity, quantity, quantity);
                assertThat(terms(prices).chargeMicro(meters(quantities))).isEqualTo(sum(quantities, prices));
                List<BigInteger> mixed = List.of(BigInteger.ZERO, price, BigInteger.ONE, price.shiftRight(1));
                assertThat(terms(mixed).chargeMicro(meters(quantities))).isEqualTo(sum(quantities, mixed));
            }
        }
    }

    @Test
    void theLargestQuantitiesAtALargePriceAreCharged() {
        BigInteger price = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
        BigInteger expected = BigInteger.valueOf(LARGEST).multiply(price).multiply(BigInteger.valueOf(4));
        assertThat(terms(List.of(price, price, price, price))
                        .chargeMicro(MeterTotals.of(LARGEST, LARGEST, LARGEST, LARGEST)))
                .isEqualTo(expected);
    }

    private static List<BigInteger> integers(Random random, int bits) {
        List<BigInteger> integers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            integers.add(new BigInteger(random.nextInt(bits + 1), random));
        }
        return integers;
    }

    private static Terms terms(List<BigInteger> prices) {
        return new Terms("t", prices, false);
    }

    private static MeterTotals meters(List<BigInteger> quantities) {
        return MeterTotals.of(quantities.get(0), quantities.get(1), quantities.get(2), quantities.get(3));
    }

    private static BigInteger sum(List<BigInteger> quantities, List<BigInteger> prices) {
        BigInteger sum = BigInteger.ZERO;
        for (int meter = 0; meter < 4; meter++) {
            sum = sum.add(quantities.get(meter).multiply(prices.get(meter)));
        }
        return sum;
    }
}
