package dev.tributary.local.demo;

import dev.tributary.domain.lineage.LineageShares;
import dev.tributary.local.simulation.PlannedModel;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tables at the end of a demo. */
final class ResultTables {
    private static final int MOST_ROWS = 30;
    private static final int NAME_WIDTH = 34;

    private final DemoRun run;

    ResultTables(DemoRun run) {
        this.run = run;
    }

    void print(Screen screen) {
        screen.title("Models: usage, own revenue, and what others earn on top of them (tUSD)");
        screen.lines(models());
        screen.title("Payees: earned and claimed (tUSD)");
        screen.lines(payees());
        new MarketResultTables(run).print(screen);
        screen.title("Refused, by reason");
        screen.lines(refusals());
    }

    private List<String> models() {
        TextTable table = new TextTable()
                .left("model")
                .right("level")
                .left("asks of children")
                .right("lines")
                .right("input tokens")
                .right("output tokens")
                .right("own revenue")
                .right("downstream");
        List<PlannedModel> models = run.plan().market().models().stream()
                .sorted(Comparator.comparing(this::familyRevenue).reversed())
                .toList();
        for (PlannedModel model : models.subList(0, Math.min(MOST_ROWS, models.size()))) {
            LedgerView.ModelUsage own = run.own().getOrDefault(model.id(), LedgerView.ModelUsage.NONE);
            LedgerView.ModelUsage others = run.downstream().getOrDefault(model.id(), LedgerView.ModelUsage.NONE);
            table.row(
                    shortened(model.name()),
                    Integer.toString(model.depth()),
                    model.policy() + " " + percent(model.share()),
                    Amounts.count(own.lines()),
                    Amounts.count(own.inputTokens()),
                    Amounts.count(own.outputTokens()),
                    Amounts.tokenFromMicroDown(own.revenueMicro()),
                    Amounts.tokenFromMicroDown(others.revenueMicro()));
        }
        return withRest(table, models.size(), "models");
    }

    private List<String> payees() {
        Map<String, String> names = run.plan().market().payeeNames();
        TextTable table = new TextTable()
                .left("payee")
                .left("account")
                .right("earned")
                .right("claimed")
                .right("kept as fraction");
        run.earnedNumerators().entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(payee -> table.row(
                        shortened(names.getOrDefault(payee.getKey(), "")),
                        payee.getKey(),
                        Amounts.tokenFromNumeratorDown(payee.getValue()),
                        Amounts.token(run.claims().paid().getOrDefault(payee.getKey(), BigInteger.ZERO)),
                        fraction(payee.getValue())));
        return withRest(table, run.earnedNumerators().size(), "payees");
    }

    private List<String> refusals() {
        TextTable table = new TextTable().left("reason").right("refusals").right("lines");
        new TreeMap<>(run.audit().lines().refusals())
                .forEach((reason, refusals) -> table.row(
                        reason,
                        Amounts.count(refusals),
                        Amounts.count(run.lines().getOrDefault("rejected." + reason, 0L))));
        return table.lines();
    }

    private BigInteger familyRevenue(PlannedModel model) {
        return run.own()
                .getOrDefault(model.id(), LedgerView.ModelUsage.NONE)
                .revenueMicro()
                .add(run.downstream()
                        .getOrDefault(model.id(), LedgerView.ModelUsage.NONE)
                        .revenueMicro());
    }

    private static List<String> withRest(TextTable table, int all, String what) {
        List<String> lines = table.lines();
        if (all > MOST_ROWS) {
            lines.add("… and %d more %s; --report FILE has them all".formatted(all - MOST_ROWS, what));
        }
        return lines;
    }

    /** What rounding has left with the account, in millionths of a base unit. */
    private static String fraction(BigInteger numerator) {
        BigInteger rest = numerator.mod(BigInteger.TEN.pow(24)).divide(BigInteger.TEN.pow(18));
        return String.format(Locale.ROOT, "0.%06d", rest);
    }

    private static String percent(long share) {
        long tenThousandths = share * 10_000 / LineageShares.WHOLE;
        return String.format(Locale.ROOT, "%d.%02d %%", tenThousandths / 100, tenThousandths % 100);
    }

    static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
    }
}
