package dev.tributary.settlement.statement;

import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.royalty.statement.ChargedUsage;
import dev.tributary.domain.royalty.statement.SaleRevenue;
import dev.tributary.domain.royalty.statement.StatementLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements for spreadsheets: one row per line. No value holds a comma or a quote. */
public final class StatementCsv {
    /** The first row. */
    public static final String HEADER = "epoch,period_start,period_end,state,account,token,kind,earning_model,"
            + "receiving_model,route,path,lap_edges,payer,first_minute,last_minute,booked_period_start,"
            + "accrued_period_start,lines,calls,input_tokens,output_tokens,compute_millis,charge_micro,revenue_micro,"
            + "fee_ppm,lineage_share,split_basis_points,freeze,sale_amount,sale_transaction,numerator,amount";

    private StatementCsv() {}

    /** The rows of one epoch. */
    public static List<String> rows(EpochStatement statement) {
        return statement.tokens().stream()
                .flatMap(token -> token.lines().stream())
                .map(line -> row(statement, line))
                .toList();
    }

    private static String row(EpochStatement statement, StatementLine line) {
        StatementLine.Reason reason = line.reason();
        StatementLine.Part part = line.part();
        List<@Nullable Object> values = new ArrayList<>();
        values.addAll(List.of(
                statement.epoch(),
                statement.periodStart(),
                statement.periodEnd(),
                statement.state(),
                statement.account(),
                line.token(),
                line.kind()));
        values.add(reason.earningModel());
        values.add(part.receivingModel());
        addRoute(values, part.route());
        values.add(reason.payer());
        values.add(Instant.ofEpochMilli(reason.firstMinuteMillis()));
        values.add(Instant.ofEpochMilli(reason.lastMinuteMillis()));
        values.add(Instant.ofEpochMilli(reason.bookedMillis()));
        values.add(Instant.ofEpochMilli(reason.accruedMillis()));
        addUsage(values, reason.usage());
        values.add(reason.micro());
        values.add(part.feePpm());
        values.add(part.route() == null ? null : part.route().share());
        values.add(part.basisPoints());
        values.add(part.freeze());
        SaleRevenue sale = reason.sale();
        values.add(sale == null ? null : sale.amount());
        values.add(sale == null ? null : sale.transaction());
        values.add(line.numerator());
        values.add(BaseUnits.ofNumerator(line.numerator()));
        return values.stream().map(value -> Objects.toString(value, "")).collect(Collectors.joining(","));
    }

    private static void addRoute(List<@Nullable Object> values, @Nullable LineageRoute route) {
        values.add(route == null ? null : name(route));
        values.add(route == null ? null : String.join(">", route.path()));
        values.add(
                route instanceof LineageRoute.Absolute absolute
                        ? absolute.edges().stream()
                                .map(edge -> edge.child() + ">" + edge.parent() + ":" + edge.share())
                                .collect(Collectors.joining(" "))
                        : null);
    }

    private static String name(LineageRoute route) {
        return route instanceof LineageRoute.Own ? "OWN" : route instanceof LineageRoute.Absolute ? "LAP" : "LRP";
    }

    private static void addUsage(List<@Nullable Object> values, @Nullable ChargedUsage usage) {
        values.add(usage == null ? null : usage.lines());
        values.add(usage == null ? null : usage.meters().calls());
        values.add(usage == null ? null : usage.meters().inputTokens());
        values.add(usage == null ? null : usage.meters().outputTokens());
        values.add(usage == null ? null : usage.meters().computeMillis());
        values.add(usage == null ? null : usage.chargeMicro());
    }
}
