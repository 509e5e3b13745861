package dev.tributary.pipelines.settlement;

import dev.tributary.pipelines.metering.Tally;
import java.util.HashMap;
import java.util.Map;

/** Lines booked in one open period, and what became of them so far. */
public record PeriodLines(long admitted, long counted, Map<String, Long> rejected) {
    static final PeriodLines NONE = new PeriodLines(0, 0, Map.of());

    PeriodLines admit(long lines) {
        return new PeriodLines(admitted + lines, counted, rejected);
    }

    PeriodLines decide(Tally tally) {
        Map<String, Long> next = new HashMap<>(rejected);
        tally.rejected().forEach((reason, lines) -> next.merge(reason, lines, Long::sum));
        return new PeriodLines(admitted, counted + tally.counted(), next);
    }

    LinePeriod toRow(long period, boolean closed) {
        return new LinePeriod(period, closed, admitted, counted, rejected);
    }
}
