package dev.tributary.pipelines.metering;

import dev.tributary.pipelines.compact.ListGrowth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.apache.flink.api.common.state.ListState;

/**
 * What models did in minutes, which waits for the close of its period. It is kept as it comes, which asks for no look at
 * what is there already, and summed as it grows ({@link ListGrowth}).
 */
final class WaitingMinutes {
    private final ListState<OpenMinute> parts;

    private final ListGrowth growth = new ListGrowth();

    /** @param parts of the model in question, those of a minute and period in the order in which they came */
    WaitingMinutes(ListState<OpenMinute> parts) {
        this.parts = parts;
    }

    /** @param awaited is told of every period that is waited for, unless it was told so of the model just before */
    void add(String model, List<OpenMinute> added, LongConsumer awaited) throws Exception {
        ListGrowth.OfModel list = growth.of(model);
        for (OpenMinute part : added) {
            list.add(part.bytes());
            if (list.isNewlyAwaited(part.period())) {
                awaited.accept(part.period());
            }
        }
        parts.addAll(added);
        if (list.isToBeSummed()) {
            list.summed(sum());
        }
    }

    /** Gives back how many bytes the sums take. */
    private long sum() throws Exception {
        SortedMap<Long, Minutes> periods = new TreeMap<>();
        for (OpenMinute waiting : parts.get()) {
            periods.computeIfAbsent(waiting.period(), any -> new Minutes()).add(waiting.part());
        }
        List<OpenMinute> sums = new ArrayList<>();
        periods.forEach(
                (period, minutes) -> minutes.sums().values().forEach(sum -> sums.add(new OpenMinute(period, sum))));
        parts.update(sums);
        return sums.stream().mapToLong(OpenMinute::bytes).sum();
    }

    /** By minute, what came of the periods that are closed, which waits no longer. */
    SortedMap<Long, MinuteSummary> take(String model, LongPredicate isClosed) throws Exception {
        Minutes taken = new Minutes();
        List<OpenMinute> rest = new ArrayList<>();
        for (OpenMinute waiting : parts.get()) {
            if (isClosed.test(waiting.period())) {
                taken.add(waiting.part());
            } else {
                rest.add(waiting);
            }
        }
        growth.forget(model);
        if (rest.isEmpty()) {
            parts.clear();
        } else {
            parts.update(rest);
        }
        return taken.sums();
    }

    /** The parts of each, so that all of them are summed at once. */
    private static final class Minutes {
        private final Map<Long, List<MinuteSummary>> parts = new HashMap<>();

        void add(MinuteSummary part) {
            parts.computeIfAbsent(part.minute(), any -> new ArrayList<>()).add(part);
        }

        SortedMap<Long, MinuteSummary> sums() {
            SortedMap<Long, MinuteSummary> sums = new TreeMap<>();
            parts.forEach((minute, some) -> sums.put(minute, MinuteSummary.sum(some)));
            return sums;
        }
    }
}
