package dev.tributary.pipelines.metering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/** Usage of one model as it comes to its rating. */
public final class ModelUsages {
    private ModelUsages() {}

    /** @param counts of one model, no two of them to be added up */
    public static ModelUsage of(UsageCount... counts) {
        NameTable names = new NameTable();
        UsageTotals totals = new UsageTotals();
        UsageSums sums = new UsageSums();
        for (UsageCount count : counts) {
            totals.clear();
            totals.add(line(count, names), count.minute());
            totals.period[0] = count.period();
            totals.lines[0] = count.lines();
            sums.add(number(count.gateway(), names), totals, 0);
        }
        List<ModelUsage> drained = new ArrayList<>();
        sums.drain(names, new UsagePackWriter(), drained::add);
        return drained.get(0);
    }

    private static UsageLine line(UsageCount count, NameTable names) {
        UsageLine line = new UsageLine();
        line.reset(0);
        line.model = number(count.model(), names);
        line.payer = number(count.payer(), names);
        line.pass = count.pass().isEmpty() ? UsageLine.NONE : number(count.pass(), names);
        line.calls = count.calls();
        line.inputTokens = count.inputTokens();
        line.outputTokens = count.outputTokens();
        line.computeMillis = count.computeMillis();
        return line;
    }

    private static int number(String id, NameTable names) {
        byte[] text = id.getBytes(US_ASCII);
        return names.numberOf(text, 0, text.length);
    }
}
