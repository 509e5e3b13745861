package dev.tributary.settlement.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.chain.FeeQuote;
import dev.tributary.settlement.ledger.Attempt.Fees;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FeeRuleTest {
    private static final FeeRule RULE = new FeeRule(12);
    private static final BigInteger CEILING = BigInteger.valueOf(1_000);

    @Test
    void theFirstOfferCoversTwiceTheBaseFee() {
        assertThat(RULE.first(quote(100, 7), CEILING)).contains(fees(207, 7));
    }

    @Test
    void theFirstOfferNeverPassesTheCap() {
        assertThat(RULE.first(quote(900, 7), CEILING)).contains(fees(1_000, 7));
        assertThat(RULE.first(quote(1, 5_000), CEILING)).contains(fees(1_000, 1_000));
    }

    @Test
    void nothingIsOfferedThatNoBlockWouldTake() {
        assertThat(RULE.first(quote(1_001, 7), CEILING)).isEmpty();
        assertThat(RULE.first(quote(1_000, 7), CEILING)).contains(fees(1_000, 7));
        assertThat(RULE.first(quote(0, 7), BigInteger.ZERO)).isEmpty();
    }

    @Test
    void aBumpFollowsAMarketThatRoseByMore() {
        assertThat(RULE.bumped(fees(100, 10), quote(300, 40), CEILING)).contains(fees(640, 40));
    }

    @Test
    void aBumpRaisesATipOfZero() {
        assertThat(RULE.bumped(fees(100, 0), quote(1, 0), CEILING)).contains(fees(112, 1));
    }

    @Test
    void noBumpPassesTheCap() {
        assertThat(RULE.bumped(fees(893, 1), quote(1, 1), CEILING)).isEmpty();
        assertThat(RULE.bumped(fees(892, 1), quote(1, 1), CEILING)).contains(fees(1_000, 2));
    }

    @Test
    void everyBumpRaisesBothFeesByTenPercentAtLeast() {
        long seed = 99;
        Random random = new Random(seed);
        FeeRule uncapped = new FeeRule(10);
        for (int i = 0; i < 1_000; i++) {
            BigInteger tip = new BigInteger(40, random);
            Fees last = new Fees(tip.add(new BigInteger(40, random)), tip);
            Fees next = uncapped.bumped(last, quote(random.nextInt(1_000), random.nextInt(100)), BigInteger.TEN.pow(30))
                    .orElseThrow();
            assertThat(rose(last.maxFeePerGas(), next.maxFeePerGas()))
                    .as("seed %d, %s -> %s", seed, last, next)
                    .isTrue();
            assertThat(rose(last.maxPriorityFeePerGas(), next.maxPriorityFeePerGas()))
                    .as("seed %d, %s -> %s", seed, last, next)
                    .isTrue();
        }
    }

    @Test
    void lessThanTenPercentIsRefused() {
        assertThatThrownBy(() -> new FeeRule(9)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean rose(BigInteger last, BigInteger next) {
        boolean byTenPercent = next.multiply(BigInteger.TEN).compareTo(last.multiply(BigInteger.valueOf(11))) >= 0;
        return byTenPercent && next.compareTo(last) > 0;
    }

    private static FeeQuote quote(long base, long priority) {
        return new FeeQuote(BigInteger.valueOf(base), BigInteger.valueOf(priority));
    }

    private static Fees fees(long max, long priority) {
        return new Fees(BigInteger.valueOf(max), BigInteger.valueOf(priority));
    }
}
