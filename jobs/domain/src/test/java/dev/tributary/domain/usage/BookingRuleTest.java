package dev.tributary.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BookingRuleTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long NOW = 20_000 * DAY + 30 * MINUTE;
    private final BookingRule rule = new BookingRule(MINUTE, HOUR, 10 * MINUTE);

    @Test
    void aLineMayBeSixtySecondsAheadAndNotOneMillisecondMore() {
        assertThat(rule.refusal(NOW + 60_000, NOW)).isNull();
        assertThat(rule.refusal(NOW + 60_001, NOW)).isEqualTo(RejectReason.FUTURE);
    }

    @Test
    void aLineMayBeSevenDaysLateAndNotOneMillisecondMore() {
        assertThat(rule.refusal(NOW - 7 * DAY, NOW)).isNull();
        assertThat(rule.refusal(NOW - 7 * DAY - 1, NOW)).isEqualTo(RejectReason.TOO_OLD);
    }

    @Test
    void aLateLineIsPaidInThePeriodThatIsStillOpenAndPricedAsOfWhenItHappened() {
        long late = NOW - 3 * DAY;
        assertThat(rule.period(late, NOW)).isEqualTo(rule.periodOf(NOW - 10 * MINUTE));
        assertThat(rule.minuteStart(rule.minute(late))).isEqualTo(late);
    }

    @Test
    void noLineEverFallsIntoAPeriodThatTheWatermarkHasClosed() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long runningMax = NOW;
        for (int i = 0; i < 10_000; i++) {
            long watermark = rule.watermark(runningMax);
            runningMax += random.nextLong(5 * MINUTE);
            long event = runningMax - random.nextLong(7 * DAY) + random.nextLong(MINUTE);
            long end = rule.periodEnd(rule.period(event, runningMax));
            assertThat(watermark).as("seed %d", seed).isLessThan(end - 1);
        }
    }

    @Test
    void minutesBeforeTheEpochAreFlooredDownwards() {
        assertThat(rule.minute(-1)).isEqualTo(-1);
        assertThat(rule.period(-1, -1)).isEqualTo(-1);
    }

    @Test
    void aPeriodIsAMultipleOfTheGrain() {
        assertThatThrownBy(() -> new BookingRule(MINUTE, 90_000, 0)).hasMessageContaining("multiple");
        assertThatThrownBy(() -> new BookingRule(0, HOUR, 0)).hasMessageContaining("grain");
        assertThatThrownBy(() -> new BookingRule(MINUTE, HOUR, -1)).hasMessageContaining("grace");
    }
}
