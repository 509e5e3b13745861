package dev.tributary.pipelines.settlement;

import dev.tributary.domain.usage.BookingRule;
import dev.tributary.domain.usage.RejectReason;
import dev.tributary.pipelines.RoyaltyMetric;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The accounting equation as metrics. What is shown was read between two reports, so the sums fit each other; it is renewed
 * once a second and at every close.
 */
final class LineGauges {
    private record Shown(Map<String, Long> sums, long openPeriods, long oldestEndMillis) {}

    private static final long MILLIS = 1_000;
    private static final long NONE = 0;

    private final BookingRule booking;
    private volatile Shown shown = new Shown(Map.of(), 0, NONE);

    LineGauges(BookingRule booking) {
        this.booking = booking;
    }

    void show(LineAccounts accounts) {
        shown = new Shown(
                Map.copyOf(accounts.sums()),
                accounts.periods().size(),
                accounts.periods().isEmpty()
                        ? NONE
                        : booking.periodEnd(Collections.min(accounts.periods().keySet())));
    }

    void register(MetricGroup metrics) {
        for (LineSum sum : List.of(LineSum.REPORTED, LineSum.COUNTED, LineSum.DUPLICATE, LineSum.PENDING)) {
            metrics.gauge(sum.metric().flinkName(), sum(sum.key()));
        }
        for (RejectReason reason : RejectReason.values()) {
            metrics.addGroup(LineSum.REJECTED.metric().label(), reason.name())
                    .gauge(LineSum.REJECTED.metric().flinkName(), sum(LineSum.rejected(reason.name())));
        }
        metrics.gauge(RoyaltyMetric.UNACCOUNTED_LINES.flinkName(), (Gauge<Long>)
                () -> LineAccounts.unaccounted(shown.sums()));
        metrics.gauge(RoyaltyMetric.OPEN_PERIODS.flinkName(), (Gauge<Long>) () -> shown.openPeriods());
        metrics.gauge(
                RoyaltyMetric.OLDEST_OPEN_PERIOD_END.flinkName(), (Gauge<Long>) () -> shown.oldestEndMillis() / MILLIS);
    }

    private Gauge<Long> sum(String name) {
        return () -> shown.sums().getOrDefault(name, 0L);
    }
}
