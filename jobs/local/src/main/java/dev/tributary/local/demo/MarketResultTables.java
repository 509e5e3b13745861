package dev.tributary.local.demo;

import dev.tributary.local.simulation.Party;
import dev.tributary.local.simulation.PlannedModel;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of verification and sales at the end of a demo. */
final class MarketResultTables {
    private final MarketFacts facts;
    private final Map<String, String> models;
    private final Map<String, String> payers;

    MarketResultTables(DemoRun run) {
        this.facts = run.market();
        this.models =
                run.plan().market().models().stream().collect(Collectors.toMap(PlannedModel::id, PlannedModel::name));
        this.payers = run.plan().market().payers().stream().collect(Collectors.toMap(Party::address, Party::name));
    }

    void print(Screen screen) {
        screen.title(
                "Competing models: verified scores by format, from medians of the reports (1.000 = perfect at baseline cost),"
                        + " and what a licence costs (tUSD)");
        screen.lines(scores());
        screen.title("Licences: purchases and how they ended (tUSD)");
        screen.lines(purchases());
    }

    private List<String> scores() {
        TextTable table = new TextTable()
                .left("format")
                .right("rank")
                .left("model")
                .right("score")
                .right("round")
                .right("reports")
                .right("accuracy")
                .right("diversity")
                .right("no overfitting")
                .right("cost")
                .right("licence")
                .right("needs")
                .left("usage needs");
        for (MarketView.Score score : facts.scores()) {
            boolean forSale = score.licencePrice().signum() > 0;
            table.row(
                    score.format(),
                    Long.toString(score.rank()),
                    ResultTables.shortened(name(models, score.model())),
                    millionths(score.scorePpm()),
                    Long.toString(score.round()),
                    Long.toString(score.reports()),
                    millionths(score.accuracyPpm()),
                    millionths(score.diversityPpm()),
                    millionths(score.absencePpm()),
                    millionths(score.costPpm()),
                    forSale ? Amounts.token(score.licencePrice()) : "not for sale",
                    forSale ? millionths(score.minimumScorePpm()) : "",
                    score.passRequired() ? "a pass" : "");
        }
        return table.lines();
    }

    private List<String> purchases() {
        TextTable table = new TextTable()
                .right("no.")
                .left("model")
                .left("buyer")
                .right("price")
                .left("state")
                .left("because of")
                .right("pass")
                .right("fee")
                .right("net")
                .left("net went to");
        for (MarketView.Purchase purchase : facts.purchases()) {
            table.row(
                    Long.toString(purchase.number()),
                    ResultTables.shortened(name(models, purchase.model())),
                    name(payers, purchase.buyer()),
                    Amounts.token(purchase.price()),
                    purchase.state(),
                    orEmpty(purchase.refundedFor(), reason -> reason.toLowerCase(Locale.ROOT)),
                    orEmpty(purchase.pass(), BigInteger::toString),
                    orEmpty(purchase.fee(), Amounts::token),
                    orEmpty(purchase.net(), Amounts::token),
                    orEmpty(purchase.netTo(), to -> to.equals("VAULT") ? "vault, to be shared" : "seller"));
        }
        return table.lines();
    }

    private static String name(Map<String, String> names, String id) {
        return names.getOrDefault(id, id);
    }

    private static <T> String orEmpty(@Nullable T value, Function<T, String> text) {
        return value == null ? "" : text.apply(value);
    }

    /** With three decimals, cut down. */
    private static String millionths(BigInteger ppm) {
        BigInteger thousandths = ppm.divide(BigInteger.valueOf(1_000));
        return "%d.%03d"
                .formatted(thousandths.divide(BigInteger.valueOf(1_000)), thousandths.mod(BigInteger.valueOf(1_000)));
    }
}
