package dev.tributary.pipelines.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.pipelines.RoyaltyMetric;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LineGaugesTest {
    private static final BookingRule BOOKING = new BookingRule(1_000, 10_000, 2_000);

    private final MetricListener metrics = new MetricListener();
    private final LineGauges gauges = new LineGauges(BOOKING);

    @BeforeEach
    void register() {
        gauges.register(metrics.getMetricGroup());
    }

    @Test
    void beforeTheFirstLineEverythingIsZero() {
        for (RoyaltyMetric metric : new RoyaltyMetric[] {
            RoyaltyMetric.REPORTED_LINES,
            RoyaltyMetric.UNACCOUNTED_LINES,
            RoyaltyMetric.OPEN_PERIODS,
            RoyaltyMetric.OLDEST_OPEN_PERIOD_END
        }) {
            assertThat(value(metric.flinkName())).as(metric.name()).isZero();
        }
    }

    @Test
    void whatIsShownIsOfOneMomentWhateverComesInMeanwhile() {
        LineAccounts accounts = accounts(Map.of("reported", 10L, "counted", 6L, "rejected.FUTURE", 1L, "pending", 3L));
        gauges.show(accounts);
        accounts.sums().put("reported", 99L);
        assertThat(value(RoyaltyMetric.REPORTED_LINES.flinkName())).isEqualTo(10);
        assertThat(value(RoyaltyMetric.PENDING_LINES.flinkName())).isEqualTo(3);
        assertThat(value("reason", "FUTURE", RoyaltyMetric.REJECTED_LINES.flinkName()))
                .isEqualTo(1);
        assertThat(value(RoyaltyMetric.UNACCOUNTED_LINES.flinkName())).isZero();
    }

    @Test
    void aLineThatIsNowhereAndOneThatIsTwiceAreBothUnaccounted() {
        gauges.show(accounts(Map.of("reported", 10L, "counted", 9L)));
        assertThat(value(RoyaltyMetric.UNACCOUNTED_LINES.flinkName())).isEqualTo(1);
        gauges.show(accounts(Map.of("reported", 10L, "counted", 9L, "duplicate", 2L)));
        assertThat(value(RoyaltyMetric.UNACCOUNTED_LINES.flinkName())).isEqualTo(-1);
    }

    @Test
    void theOldestOpenPeriodIsShownByItsEnd() {
        LineAccounts accounts = accounts(Map.of());
        accounts.periods().put(7L, PeriodLines.NONE);
        accounts.periods().put(5L, PeriodLines.NONE);
        gauges.show(accounts);
        assertThat(value(RoyaltyMetric.OPEN_PERIODS.flinkName())).isEqualTo(2);
        assertThat(value(RoyaltyMetric.OLDEST_OPEN_PERIOD_END.flinkName())).isEqualTo(60);
    }

    private static LineAccounts accounts(Map<String, Long> sums) {
        return new LineAccounts(sums, new HashMap<>(), new HashMap<>());
    }

    private long value(String... name) {
        return metrics.<Long>getGauge(name).map(Gauge::getValue).orElseThrow();
    }
}
