package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.metering.ModelUsage;
import dev.tributary.pipelines.metering.UsageRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.state.ListState;

/**
 * Usage of models that waits for the close of its period. It is kept as it comes, which asks for no look at what is there
 * already, and merged whenever as much has come as there was when it was merged last: so it takes at most twice as much
 * as its sums do, or {@value #LEAST_MERGED} bytes.
 */
final class WaitingUsage {
    /** Bytes of one model that are not worth being merged. */
    static final int LEAST_MERGED = 4_096;

    private final ListState<OpenUsage> parts;
    private final UsageRows rows;

    /** By model. What was there before a restart is not in it, so the first merging may come a little sooner. */
    private final Map<String, Growth> growths = new HashMap<>();

    private static final class Growth {
        long mergedBytes;
        long addedBytes;
        long awaitedPeriod = Long.MIN_VALUE;
    }

    /**
     * @param parts of the model in question, in whatever order
     * @param rows for summing
     */
    WaitingUsage(ListState<OpenUsage> parts, UsageRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /** @param awaited is told of every period in which it is booked, unless it was told so of the model just before */
    void add(ModelUsage usage, LongConsumer awaited) throws Exception {
        byte[] packed = usage.packed();
        Growth growth = growths.computeIfAbsent(usage.model(), model -> new Growth());
        for (long period : rows.periods(packed)) {
            parts.add(new OpenUsage(period, packed));
            if (growth.awaitedPeriod != period) {
                growth.awaitedPeriod = period;
                awaited.accept(period);
            }
        }
        growth.addedBytes += packed.length;
        if (growth.addedBytes >= Math.max(growth.mergedBytes, LEAST_MERGED)) {
            merge(growth);
        }
    }

    private void merge(Growth growth) throws Exception {
        SortedSet<Long> periods = new TreeSet<>();
        parts.get().forEach(part -> periods.add(part.period()));
        List<OpenUsage> merged = new ArrayList<>(periods.size());
        growth.mergedBytes = 0;
        growth.addedBytes = 0;
        for (long period : periods) {
            sum(period, new ArrayList<>());
            merged.add(new OpenUsage(period, rows.pack()));
            growth.mergedBytes += merged.get(merged.size() - 1).packed().length;
        }
        parts.update(merged);
    }

    /** The sums of what is booked in a period, which waits no longer; good until the next call. */
    UsageRows take(String model, long period) throws Exception {
        List<OpenUsage> rest = new ArrayList<>();
        sum(period, rest);
        growths.remove(model);
        if (rest.isEmpty()) {
            parts.clear();
        } else {
            parts.update(rest);
        }
        return rows;
    }

    private void sum(long period, List<OpenUsage> rest) throws Exception {
        rows.clear();
        for (OpenUsage part : parts.get()) {
            if (part.period() == period) {
                rows.add(part.packed(), period);
            } else {
                rest.add(part);
            }
        }
        rows.sum();
    }
}
