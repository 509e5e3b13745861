package dev.tributary.pipelines.metering;

import java.util.ArrayList;
import java.util.List;

/** Usage of one model as it comes to its rating. */
public final class ModelUsages {
    private static final byte[] EMPTY_PACK = {0, 0, 0};

    private ModelUsages() {}

    public static ModelUsage of(UsageCount count) {
        NameTable names = new NameTable();
        UsagePack pack = UsagePack.open(EMPTY_PACK, names);
        pack.model = UsagePack.number(count.model(), names);
        pack.payer = UsagePack.number(count.payer(), names);
        pack.pass = count.pass().isEmpty() ? UsageLine.NONE : UsagePack.number(count.pass(), names);
        pack.minute = count.minute();
        pack.period = count.period();
        pack.lines = count.lines();
        pack.calls = count.calls();
        pack.inputTokens = count.inputTokens();
        pack.outputTokens = count.outputTokens();
        pack.computeMillis = count.computeMillis();
        UsageSums sums = new UsageSums();
        sums.add(pack, UsagePack.number(count.gateway(), names));
        List<ModelUsage> drained = new ArrayList<>();
        sums.drain(names, new UsagePackWriter(), drained::add);
        return drained.get(0);
    }
}
