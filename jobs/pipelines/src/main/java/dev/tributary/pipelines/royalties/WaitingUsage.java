package dev.tributary.pipelines.royalties;

import dev.tributary.pipelines.compact.ListGrowth;
import dev.tributary.pipelines.metering.ModelUsage;
import dev.tributary.pipelines.metering.UsageRows;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.state.ListState;

/**
 * Usage of models that waits for the close of its period. It is kept as it comes, which asks for no look at what is there
 * already, and merged as it grows ({@link ListGrowth}).
 */
final class WaitingUsage {
    private final ListState<OpenUsage> parts;
    private final UsageRows rows;
    private final ListGrowth growth = new ListGrowth();

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
        ListGrowth.OfModel list = growth.of(usage.model());
        for (long period : rows.periods(packed)) {
            parts.add(new OpenUsage(period, packed));
            if (list.isNewlyAwaited(period)) {
                awaited.accept(period);
            }
        }
        list.add(packed.length);
        if (list.isToBeSummed()) {
            list.summed(merge());
        }
    }

    /** Gives back how many bytes the sums take. */
    private long merge() throws Exception {
        SortedSet<Long> periods = new TreeSet<>();
        parts.get().forEach(part -> periods.add(part.period()));
        List<OpenUsage> merged = new ArrayList<>(periods.size());
        long bytes = 0;
        for (long period : periods) {
            sum(period, new ArrayList<>());
            OpenUsage sums = new OpenUsage(period, rows.pack());
            merged.add(sums);
            bytes += sums.packed().length;
        }
        parts.update(merged);
        return bytes;
    }

    /** The sums of what is booked in a period, which waits no longer; good until the next call. */
    UsageRows take(String model, long period) throws Exception {
        List<OpenUsage> rest = new ArrayList<>();
        sum(period, rest);
        growth.forget(model);
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
