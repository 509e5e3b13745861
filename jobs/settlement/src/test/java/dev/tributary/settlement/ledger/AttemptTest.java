package dev.tributary.settlement.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.settlement.rules.SendAnswer;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AttemptTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SendAnswer FULL = SendAnswer.refused("txpool is full");
    private static final SendAnswer UNFUNDED = SendAnswer.refused("insufficient funds for gas * price + value");
    private static final SendAnswer LOW = SendAnswer.refused("transaction underpriced");

    private static final Attempt SIGNED =
            Attempt.unsent(1, "0xab", "0x02", new Attempt.Fees(BigInteger.TEN, BigInteger.ONE), NOON);

    @Test
    void onlyWhatANodeMayHaveOrKeepsOutForItsFeeWaits() {
        assertThat(SIGNED.waitingSince()).isNull();
        assertThat(SIGNED.answered(SendAnswer.accepted(), after(1)).waitingSince())
                .isEqualTo(after(1));
        assertThat(SIGNED.answered(SendAnswer.none("timeout"), after(1)).waitingSince())
                .isEqualTo(after(1));
        assertThat(SIGNED.answered(LOW, after(1)).waitingSince()).isEqualTo(after(1));
        assertThat(SIGNED.answered(FULL, after(1)).waitingSince()).isNull();
        assertThat(SIGNED.answered(UNFUNDED, after(1)).waitingSince()).isNull();
    }

    @Test
    void theWaitCountsFromItsBeginning() {
        Attempt twice = SIGNED.answered(LOW, after(1)).answered(SendAnswer.accepted(), after(2));
        assertThat(twice.waitingSince()).isEqualTo(after(1));
        assertThat(twice.sends()).isEqualTo(2);
        assertThat(twice.lastAnswer()).isEqualTo(SendAnswer.accepted());
    }

    @Test
    void aNodeThatTookItMayStillHaveItWhenAnotherRefuses() {
        assertThat(SIGNED.answered(SendAnswer.accepted(), after(1))
                        .answered(FULL, after(2))
                        .waitingSince())
                .isEqualTo(after(1));
    }

    @Test
    void withMoneyAgainTheWaitBeginsAnew() {
        assertThat(SIGNED.answered(SendAnswer.none("timeout"), after(1))
                        .answered(UNFUNDED, after(2))
                        .answered(SendAnswer.accepted(), after(3))
                        .waitingSince())
                .isEqualTo(after(3));
    }

    private static Instant after(int minutes) {
        return NOON.plusSeconds(60L * minutes);
    }
}
