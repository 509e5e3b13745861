package dev.tributary.pipelines.metering;

import java.util.Arrays;

/** Counts of one model in one {@link ModelUsage}, just as they are. */
public final class PackedCounts {
    private PackedCounts() {}

    public static ModelUsage of(UsageCount... counts) {
        UsageRow[] rows = Arrays.stream(counts).map(PackedCounts::row).toArray(UsageRow[]::new);
        return new ModelUsage(counts[0].model(), new UsageRowWriter().write(rows, rows.length));
    }

    private static UsageRow row(UsageCount count) {
        UsageRow row = new UsageRow();
        row.payer = count.payer();
        row.gateway = count.gateway();
        row.pass = count.pass();
        row.minute = count.minute();
        row.period = count.period();
        row.lines = count.lines();
        row.calls = count.calls();
        row.inputTokens = count.inputTokens();
        row.outputTokens = count.outputTokens();
        row.computeMillis = count.computeMillis();
        return row;
    }
}
