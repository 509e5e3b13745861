package dev.tributary.settlement.statement;

import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.royalty.Terms;
import dev.tributary.domain.royalty.statement.ChargedUsage;
import dev.tributary.domain.royalty.statement.SaleRevenue;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.domain.settlement.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Statements for machines: integers as strings, instants in UTC, what does not apply left out. {@code numerator} and what
 * is carried are in 10^-24 base units, {@code …Micro} in 10^-6, {@code share}s over 10^8.
 */
public final class StatementJson {
    private StatementJson() {}

    /** One epoch as one JSON object, without a line break. */
    public static String write(EpochEntry entry) {
        return CanonicalJson.write(
                entry instanceof EpochStatement statement ? told(statement) : untold((UntoldEpoch) entry));
    }

    private static Map<String, Object> untold(UntoldEpoch untold) {
        return Map.of("epoch", untold.epoch(), "error", error(untold.problem().name(), untold.reason()));
    }

    /** What is wrong, in the form that {@code --json} has for it everywhere. */
    public static Map<String, Object> error(String code, String message) {
        return Map.of("code", code, "message", message);
    }

    private static Map<String, Object> told(EpochStatement statement) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "account", statement.account(),
                "epoch", statement.epoch(),
                "periodStart", statement.periodStart().toString(),
                "periodEnd", statement.periodEnd().toString(),
                "state", statement.state(),
                "tokens", statement.tokens().stream().map(StatementJson::token).toList()));
        putIfKnown(json, "root", statement.root());
        return json;
    }

    private static Map<String, Object> token(TokenStatement token) {
        return Map.of(
                "token", token.token(),
                "numerator", token.numerator(),
                "broughtForward", token.broughtForward(),
                "payable", token.payable(),
                "carriedForward", token.carriedForward(),
                "lines", token.lines().stream().map(StatementJson::line).toList());
    }

    private static Map<String, Object> line(StatementLine line) {
        StatementLine.Reason reason = line.reason();
        StatementLine.Part part = line.part();
        Map<String, Object> json = new TreeMap<>(Map.of(
                "kind", line.kind().name(),
                "firstMinute", instant(reason.firstMinuteMillis()),
                "lastMinute", instant(reason.lastMinuteMillis()),
                "bookedPeriodStart", instant(reason.bookedMillis()),
                "accruedPeriodStart", instant(reason.accruedMillis()),
                "revenueMicro", reason.micro(),
                "feePpm", part.feePpm(),
                "splitBasisPoints", part.basisPoints(),
                "numerator", line.numerator()));
        putIfKnown(json, "earningModel", reason.earningModel());
        putIfKnown(json, "payer", reason.payer());
        putIfKnown(json, "receivingModel", part.receivingModel());
        putIfKnown(json, "freeze", part.freeze());
        putIfKnown(json, "usage", usage(reason.usage()));
        putIfKnown(json, "terms", terms(reason.terms()));
        putIfKnown(json, "sale", sale(reason.sale()));
        putIfKnown(json, "route", route(part.route()));
        return json;
    }

    private static @Nullable Map<String, Object> usage(@Nullable ChargedUsage usage) {
        return usage == null
                ? null
                : Map.of(
                        "lines", usage.lines(),
                        "calls", usage.meters().calls(),
                        "inputTokens", usage.meters().inputTokens(),
                        "outputTokens", usage.meters().outputTokens(),
                        "computeMillis", usage.meters().computeMillis(),
                        "chargeMicro", usage.chargeMicro());
    }

    private static @Nullable Map<String, Object> terms(@Nullable Terms terms) {
        return terms == null ? null : Map.of("pricesPerMillion", terms.pricesPerMillion());
    }

    private static @Nullable Map<String, Object> sale(@Nullable SaleRevenue sale) {
        return sale == null
                ? null
                : Map.of(
                        "amount", sale.amount(),
                        "ordinal", sale.ordinal(),
                        "transaction", sale.transaction());
    }

    private static @Nullable Map<String, Object> route(@Nullable LineageRoute route) {
        if (route == null) {
            return null;
        }
        Map<String, Object> json = new TreeMap<>(Map.of("share", route.share(), "path", route.path()));
        if (route instanceof LineageRoute.Own own) {
            json.putAll(Map.of("policy", "OWN", "absolute", own.absolute(), "passedOn", own.passedOn()));
        } else if (route instanceof LineageRoute.Absolute absolute) {
            List<Map<String, Object>> edges = absolute.edges().stream()
                    .map(edge -> Map.<String, Object>of(
                            "child", edge.child(), "parent", edge.parent(), "share", edge.share()))
                    .toList();
            json.putAll(Map.of("policy", "LAP", "edges", edges));
        } else if (route instanceof LineageRoute.Relative relative) {
            json.putAll(Map.of("policy", "LRP", "inflow", relative.inflow(), "passedOn", relative.passedOn()));
        }
        return json;
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
