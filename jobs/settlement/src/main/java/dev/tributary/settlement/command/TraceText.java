package dev.tributary.settlement.command;

import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.TracedLine;
import dev.tributary.settlement.statement.BaseUnits;
import dev.tributary.settlement.trace.LineFate;
import dev.tributary.settlement.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Traces for people. */
final class TraceText {
    private TraceText() {}

    static List<String> rows(Trace trace) {
        List<String> rows = new ArrayList<>();
        rows.add("line      " + trace.index() + " of report " + trace.sequence() + " of gateway " + trace.gateway());
        rows.add("status    " + trace.status());
        trace.sightings().forEach(sighting -> addSighting(rows, sighting));
        TracedLine line = trace.decisive().line();
        if (line != null) {
            addLine(rows, line);
        }
        LineFate fate = trace.fate();
        if (fate != null && line != null) {
            addFate(rows, fate, line);
        }
        List<String> folded = new ArrayList<>();
        rows.forEach(row -> Folded.add(folded, "", row));
        return folded;
    }

    private static void addSighting(List<String> rows, ReportSighting sighting) {
        rows.add("report    partition %d, offset %d, appended %s: %s"
                .formatted(sighting.partition(), sighting.offset(), sighting.appendTime(), verdict(sighting)));
        if (sighting.clockMillis() != sighting.appendTime().toEpochMilli()) {
            rows.add("          the partition's clock was ahead, at " + Instant.ofEpochMilli(sighting.clockMillis()));
        }
        if (sighting.detail() != null) {
            rows.add("          " + sighting.detail());
        }
    }

    private static String verdict(ReportSighting sighting) {
        return switch (sighting.verdict()) {
            case REPORT_REFUSED -> "refused whole, " + sighting.reason();
            case DUPLICATE -> "duplicate, dropped";
            case NO_SUCH_LINE -> "accepted, with lines 0 to " + (sighting.lines() - 1);
            case LINE_REFUSED -> "accepted, the line refused, " + sighting.reason();
            case BOOKED -> "accepted, one of " + sighting.lines() + " lines";
        };
    }

    private static void addLine(List<String> rows, TracedLine line) {
        rows.add("model     " + line.model());
        rows.add("payer     " + line.payer() + (line.pass().isEmpty() ? "" : ", pass " + line.pass()));
        rows.add("used      " + quantities(line.meters()));
        rows.add("minute    " + Instant.ofEpochMilli(line.minuteMillis()));
        rows.add("period    " + Instant.ofEpochMilli(line.periodMillis()) + " .. "
                + Instant.ofEpochMilli(line.periodEndMillis()));
    }

    private static void addFate(List<String> rows, LineFate fate, TracedLine line) {
        LineFate.Price price = fate.price();
        rows.add(
                price == null
                        ? "price     none: the model has no terms at the start of the minute"
                        : "price     " + price.pricesPerMillion()
                                + " per million calls, input and output tokens, ms; the line costs "
                                + BaseUnits.ofMicro(price.lineMicro()));
        LineFate.Refusal refusal = fate.refusal();
        LineFate.Charge charge = fate.charge();
        if (refusal != null) {
            rows.add("refused   " + refusal.reason() + ", with all " + refusal.lines()
                    + " lines of its kind and minute");
            rows.add("          " + refusal.detail());
        } else if (charge != null) {
            addCharge(rows, charge);
        } else {
            rows.add("pending   the period closes when every usage partition's clock, less the grace, and a final"
                    + " block");
            rows.add("          have reached its end, " + Instant.ofEpochMilli(line.periodEndMillis()));
        }
    }

    private static void addCharge(List<String> rows, LineFate.Charge charge) {
        rows.add("charge    " + BaseUnits.ofMicro(charge.micro()) + " base units of token " + charge.token() + " for "
                + charge.lines() + " lines of payer, model and minute");
        for (LineFate.Close close : charge.closes()) {
            rows.add("close     period " + close.periodStart() + ": " + done(close) + ", " + batch(close));
            LineFate.Batch batch = close.batch();
            if (batch != null && batch.root() != null) {
                rows.add("          root " + batch.root());
            }
        }
        if (charge.waitingMicro().signum() > 0) {
            rows.add("waiting   " + BaseUnits.ofMicro(charge.waitingMicro()) + " for the payer's next deposit");
        }
    }

    private static String done(LineFate.Close close) {
        List<String> done = new ArrayList<>();
        if (close.fundedMicro().signum() > 0) {
            done.add(BaseUnits.ofMicro(close.fundedMicro()) + " funded");
        }
        if (close.voidMicro().signum() > 0) {
            done.add(BaseUnits.ofMicro(close.voidMicro()) + " void, over the spend limit");
        }
        if (close.writtenOffMicro().signum() > 0) {
            done.add(BaseUnits.ofMicro(close.writtenOffMicro()) + " written off");
        }
        return done.isEmpty() ? "nothing funded" : String.join(", ", done);
    }

    private static String batch(LineFate.Close close) {
        LineFate.Batch batch = close.batch();
        return batch == null ? "in no sealed epoch" : "epoch " + batch.epoch() + " " + batch.state();
    }

    private static String quantities(MeterTotals meters) {
        return "%d calls, %d input and %d output tokens, %d ms"
                .formatted(meters.calls(), meters.inputTokens(), meters.outputTokens(), meters.computeMillis());
    }
}
