package dev.tributary.settlement.command;

import dev.tributary.domain.lineage.LapEdge;
import dev.tributary.domain.lineage.LineageRoute;
import dev.tributary.domain.royalty.statement.ChargedUsage;
import dev.tributary.domain.royalty.statement.SaleRevenue;
import dev.tributary.domain.royalty.statement.StatementLine;
import dev.tributary.settlement.statement.BaseUnits;
import dev.tributary.settlement.statement.EpochEntry;
import dev.tributary.settlement.statement.EpochStatement;
import dev.tributary.settlement.statement.TokenStatement;
import dev.tributary.settlement.statement.UntoldEpoch;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements for people, in at most 120 columns. Ids are shortened; the formats for machines have them whole. */
final class StatementText {
    private static final String INDENT = "      ";

    private StatementText() {}

    static List<String> rows(EpochEntry entry) {
        return entry instanceof EpochStatement statement ? told(statement) : untold((UntoldEpoch) entry);
    }

    private static List<String> untold(UntoldEpoch untold) {
        List<String> rows = new ArrayList<>();
        rows.add("epoch " + untold.epoch() + "  no statement, " + untold.problem());
        Folded.add(rows, "  ", untold.reason());
        return rows;
    }

    private static List<String> told(EpochStatement statement) {
        List<String> rows = new ArrayList<>();
        rows.add("epoch %d  %s .. %s  %s"
                .formatted(statement.epoch(), statement.periodStart(), statement.periodEnd(), statement.state()));
        if (statement.root() != null) {
            rows.add("  root " + statement.root());
        }
        if (statement.tokens().isEmpty()) {
            rows.add("  nothing changed for this account");
        }
        for (TokenStatement token : statement.tokens()) {
            rows.add("  token " + token.token());
            token.lines().forEach(line -> addLine(rows, line));
            rows.addAll(total(token));
        }
        return rows;
    }

    private static void addLine(List<String> rows, StatementLine line) {
        StatementLine.Reason reason = line.reason();
        Folded.add(rows, "    ", what(line));
        LineageRoute route = line.part().route();
        if (route instanceof LineageRoute.Absolute absolute) {
            Folded.add(rows, INDENT, "LAP path " + path(absolute.path()));
            Folded.add(rows, INDENT, "LAP edges " + edges(absolute.edges()));
        } else if (route instanceof LineageRoute.Relative relative) {
            Folded.add(rows, INDENT, relative(relative));
        }
        Folded.add(rows, INDENT, when(line.kind(), reason));
        ChargedUsage usage = reason.usage();
        if (usage != null) {
            Folded.add(rows, INDENT, used(usage, reason.micro()));
        }
        Folded.add(rows, INDENT, computation(line));
    }

    private static String what(StatementLine line) {
        StatementLine.Reason reason = line.reason();
        String earning = ShortId.of(reason.earningModel());
        String receiving = ShortId.of(line.part().receivingModel());
        String of = earning.equals(receiving) ? "own model " + earning : "model " + earning + ", through " + receiving;
        String dispute = dispute(line.part());
        SaleRevenue sale = reason.sale();
        return switch (line.kind()) {
            case USAGE -> "usage of " + of + dispute;
            case PLATFORM_FEE -> "platform fee on usage of model " + earning;
            case SALE -> "licence of " + of + dispute;
            case RELEASE -> (sale == null ? "released: usage of " : "released: licence of ") + of + dispute;
            case WITHDRAWAL -> "withdrawal of the prepaid balance";
        };
    }

    /** People count from 1, and each model has its own disputes. */
    private static String dispute(StatementLine.Part part) {
        Integer freeze = part.freeze();
        return freeze == null
                ? ""
                : ", by the end of dispute " + (freeze + 1) + " over " + ShortId.of(part.receivingModel());
    }

    private static String edges(List<LapEdge> edges) {
        return edges.stream()
                .map(edge -> ShortId.of(edge.child()) + " -> " + ShortId.of(edge.parent()) + " "
                        + BaseUnits.percentOfLineage(edge.share()))
                .collect(Collectors.joining(", "));
    }

    private static String relative(LineageRoute.Relative route) {
        return "LRP path " + path(route.path()) + ": in " + BaseUnits.percentOfLineage(route.inflow()) + ", passed on "
                + BaseUnits.percentOfLineage(route.passedOn());
    }

    private static String path(List<String> path) {
        return path.stream().map(ShortId::of).collect(Collectors.joining(" -> "));
    }

    private static String when(StatementLine.Kind kind, StatementLine.Reason reason) {
        Instant first = Instant.ofEpochMilli(reason.firstMinuteMillis());
        Instant last = Instant.ofEpochMilli(reason.lastMinuteMillis());
        SaleRevenue sale = reason.sale();
        String by = sale != null
                ? "transaction " + sale.transaction()
                : reason.payer() == null ? "" : "payer " + reason.payer();
        String booked = reason.bookedMillis() == reason.accruedMillis()
                ? ""
                : ", booked in the period of " + Instant.ofEpochMilli(reason.bookedMillis());
        String earned = kind == StatementLine.Kind.RELEASE
                ? ", earned in the period of " + Instant.ofEpochMilli(reason.accruedMillis())
                : "";
        return (first.equals(last) ? first : first + " .. " + last) + "  " + by + booked + earned;
    }

    private static String used(ChargedUsage usage, BigInteger fundedMicro) {
        String charge = usage.chargeMicro().equals(fundedMicro)
                ? ""
                : ", charged " + BaseUnits.ofMicro(usage.chargeMicro()) + " of which covered now "
                        + BaseUnits.ofMicro(fundedMicro);
        return "%d lines, %d calls, %d input and %d output tokens, %d ms%s"
                .formatted(
                        usage.lines(),
                        usage.meters().calls(),
                        usage.meters().inputTokens(),
                        usage.meters().outputTokens(),
                        usage.meters().computeMillis(),
                        charge);
    }

    private static String computation(StatementLine line) {
        StatementLine.Part part = line.part();
        LineageRoute route = part.route();
        String revenue = BaseUnits.ofMicro(line.reason().micro());
        String amount = " = " + BaseUnits.ofNumerator(line.numerator());
        if (line.kind() == StatementLine.Kind.PLATFORM_FEE) {
            return revenue + ", fee " + BaseUnits.percentOfFee(part.feePpm()) + amount;
        }
        if (route == null) {
            return revenue + amount;
        }
        return revenue
                + (part.feePpm() == 0 ? "" : ", less fee " + BaseUnits.percentOfFee(part.feePpm()))
                + ", lineage " + BaseUnits.percentOfLineage(route.share())
                + ", split " + BaseUnits.percentOfSplit(part.basisPoints())
                + amount;
    }

    private static List<String> total(TokenStatement token) {
        return List.of(
                "    total " + BaseUnits.ofNumerator(token.numerator()) + " earned",
                "      + " + BaseUnits.ofNumerator(token.broughtForward()) + " brought forward = " + token.payable()
                        + " payable",
                "      + " + BaseUnits.ofNumerator(token.carriedForward())
                        + " carried forward (only whole units can be claimed)");
    }
}
