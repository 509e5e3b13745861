package dev.tributary.local.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.pipelines.settlement.LineMinute;
import dev.tributary.pipelines.settlement.LinePeriod;
import java.util.SortedMap;
import java.util.TreeMap;

/** The accounting equation of a run, minute by minute and period by period. */
final class AccountedLines {
    private AccountedLines() {}

    static void check(PipelineRun run, World world) {
        SortedMap<Long, SortedMap<String, Long>> minutes = new TreeMap<>();
        for (LineMinute row : run.lineMinutes()) {
            minutes.computeIfAbsent(row.minuteStartMillis(), minute -> new TreeMap<>())
                    .put(row.name(), row.lines());
        }
        SortedMap<String, Long> before = new TreeMap<>();
        minutes.forEach((minute, sums) -> {
            long reported = sums.getOrDefault("reported", 0L);
            long accounted = sums.values().stream().mapToLong(Long::longValue).sum() - reported;
            assertThat(accounted).as("minute %d of %s", minute, world).isEqualTo(reported);
            sums.forEach((name, lines) -> assertThat(lines)
                    .as("%s in minute %d of %s", name, minute, world)
                    .isGreaterThanOrEqualTo(name.equals("pending") ? 0 : before.getOrDefault(name, 0L)));
            before.putAll(sums);
        });
        SortedMap<String, Long> totals = new TreeMap<>(run.lineTotals());
        totals.values().removeIf(lines -> lines == 0);
        before.values().removeIf(lines -> lines == 0);
        assertThat(before).as(world.toString()).isEqualTo(totals);
        for (LinePeriod period : run.linePeriods()) {
            assertThat(period.admitted())
                    .as("%s of %s", period, world)
                    .isEqualTo(period.counted() + period.rejectedLines());
        }
        assertThat(run.linePeriods().stream().mapToLong(LinePeriod::counted).sum())
                .as(world.toString())
                .isEqualTo(totals.getOrDefault("counted", 0L));
        assertThat(run.linePeriods()).extracting(LinePeriod::period).doesNotHaveDuplicates();
        assertThat(run.linePeriods())
                .extracting(LinePeriod::period)
                .containsAll(run.headers().stream()
                        .map(header ->
                                header.periodStartMillis() / world.shape().periodMillis())
                        .toList());
    }
}
