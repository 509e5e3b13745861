package dev.tributary.settlement.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.settlement.vault.FeeLimits.Ceiling;
import dev.tributary.settlement.vault.FeeLimits.Limit;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class FeeLimitsTest {
    private static final FeeLimits LIMITS =
            new FeeLimits(BigInteger.valueOf(100), BigInteger.valueOf(8_000), BigInteger.valueOf(10_000));

    @Test
    void theLowestOfTheThreeHolds() {
        assertThat(LIMITS.ceiling(50, BigInteger.ZERO)).isEqualTo(ceiling(100, Limit.PER_GAS));
        assertThat(LIMITS.ceiling(100, BigInteger.ZERO)).isEqualTo(ceiling(80, Limit.PER_TRANSACTION));
        assertThat(LIMITS.ceiling(100, BigInteger.valueOf(5_000))).isEqualTo(ceiling(50, Limit.PER_DAY));
    }

    @Test
    void theWorstCaseNeverPassesALimit() {
        assertThat(LIMITS.ceiling(99, BigInteger.valueOf(9_000)))
                .as("rounded down")
                .isEqualTo(ceiling(10, Limit.PER_DAY));
        assertThat(LIMITS.ceiling(100, BigInteger.valueOf(10_001)))
                .as("a day that is over its limit already leaves nothing, and not less")
                .isEqualTo(ceiling(0, Limit.PER_DAY));
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> new FeeLimits(BigInteger.ONE, BigInteger.ZERO, BigInteger.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Ceiling ceiling(long maxFee, Limit by) {
        return new Ceiling(BigInteger.valueOf(maxFee), by);
    }
}
