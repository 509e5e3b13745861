package dev.tributary.pipelines.settlement;

import java.util.Map;

/**
 * The lines booked in one period: a row of table {@code line_period}.
 *
 * @param closed whether they are decided; from then on {@code admitted = counted + rejected}
 * @param rejected by the reason they were refused for at the close
 */
public record LinePeriod(long period, boolean closed, long admitted, long counted, Map<String, Long> rejected) {

    public long rejectedLines() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}
