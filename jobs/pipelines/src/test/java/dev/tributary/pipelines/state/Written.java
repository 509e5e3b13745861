package dev.tributary.pipelines.state;

import dev.tributary.pipelines.metering.UsageMinute;
import dev.tributary.pipelines.settlement.LinePeriod;
import dev.tributary.pipelines.settlement.LineTotal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything that a job wrote out.
 *
 * @param rows by the name of the output, in the order in which it wrote them
 */
record Written(Map<String, List<Object>> rows) {
    /**
     * How often these are written depends on how time comes in, and some by the clock; their tables keep the last row of
     * each key. All other rows are written once, and as often whenever a job is stopped.
     */
    private static final Map<String, Function<Object, Object>> REWRITTEN = Map.of(
            "usageMinutes",
            row -> ((UsageMinute) row).model() + " " + ((UsageMinute) row).minuteStartMillis(),
            "lineTotals",
            row -> ((LineTotal) row).name(),
            "linePeriods",
            row -> ((LinePeriod) row).period());

    /** What both wrote, one after the other. */
    Written then(Written later) {
        Map<String, List<Object>> both = new TreeMap<>();
        rows.forEach((output, written) -> {
            List<Object> all = new ArrayList<>(written);
            all.addAll(later.of(output));
            both.put(output, all);
        });
        return new Written(both);
    }

    List<Object> of(String output) {
        return rows.getOrDefault(output, List.of());
    }

    /** What is left in the topic or in the table, with every field spelled out; sorted. */
    List<String> left(String output) throws Exception {
        Function<Object, Object> key = REWRITTEN.get(output);
        List<String> left = new ArrayList<>();
        for (Object row : key == null ? of(output) : lastOfEachKey(output, key)) {
            left.add(SpelledOut.of(row));
        }
        left.sort(null);
        return left;
    }

    private List<Object> lastOfEachKey(String output, Function<Object, Object> key) {
        Map<Object, Object> last = new LinkedHashMap<>();
        of(output).forEach(row -> last.put(key.apply(row), row));
        return new ArrayList<>(last.values());
    }
}
