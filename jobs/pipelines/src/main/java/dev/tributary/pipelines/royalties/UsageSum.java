package dev.tributary.pipelines.royalties;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.UsageCount;

/** Usage added up, and how many lines it stands for. */
public record UsageSum(MeterTotals meters, long lines) {
    static final UsageSum NONE = new UsageSum(MeterTotals.ZERO, 0);

    UsageSum plus(UsageCount count) {
        return new UsageSum(
                meters.plus(count.calls(), count.inputTokens(), count.outputTokens(), count.computeMillis()),
                lines + count.lines());
    }

    UsageSum plus(UsageSum other) {
        return new UsageSum(meters.plus(other.meters), lines + other.lines);
    }
}
