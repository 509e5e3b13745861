package dev.tributary.settlement.trace;

import dev.tributary.domain.settlement.CanonicalJson;
import dev.tributary.domain.usage.MeterTotals;
import dev.tributary.pipelines.metering.ReportSighting;
import dev.tributary.pipelines.metering.TracedLine;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Traces for machines: integers as strings, what is not known left out. */
public final class TraceJson {
    private TraceJson() {}

    /** One JSON object. */
    public static String write(Trace trace) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "gateway", trace.gateway(),
                "sequence", trace.sequence(),
                "index", trace.index(),
                "status", trace.status().name(),
                "sightings", trace.sightings().stream().map(TraceJson::sighting).toList()));
        LineFate fate = trace.fate();
        if (fate != null) {
            json.put("fate", fate(fate));
        }
        return CanonicalJson.write(json);
    }

    private static Map<String, Object> sighting(ReportSighting sighting) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "partition", sighting.partition(),
                "offset", sighting.offset(),
                "appendTime", sighting.appendTime().toString(),
                "logTime", Instant.ofEpochMilli(sighting.clockMillis()).toString(),
                "verdict", sighting.verdict().name(),
                "lines", sighting.lines()));
        putIfKnown(
                json,
                "reason",
                sighting.reason() == null ? null : sighting.reason().name());
        putIfKnown(json, "detail", sighting.detail());
        TracedLine line = sighting.line();
        if (line != null) {
            json.put("line", line(line));
        }
        return json;
    }

    private static Map<String, Object> line(TracedLine line) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "model", line.model(),
                "payer", line.payer(),
                "minute", Instant.ofEpochMilli(line.minuteMillis()).toString(),
                "bookedPeriodStart", Instant.ofEpochMilli(line.periodMillis()).toString(),
                "bookedPeriodEnd", Instant.ofEpochMilli(line.periodEndMillis()).toString(),
                "quantities", quantities(line.meters()),
                "text", line.text()));
        putIfKnown(json, "pass", line.pass().isEmpty() ? null : line.pass());
        return json;
    }

    private static Map<String, Object> fate(LineFate fate) {
        Map<String, Object> json = new TreeMap<>(Map.of("stage", fate.stage().name()));
        LineFate.Refusal refusal = fate.refusal();
        if (refusal != null) {
            json.put(
                    "refusal",
                    Map.of("reason", refusal.reason(), "detail", refusal.detail(), "lines", refusal.lines()));
        }
        LineFate.Price price = fate.price();
        if (price != null) {
            json.put(
                    "price",
                    Map.of(
                            "token", price.token(),
                            "pricesPerMillion", price.pricesPerMillion(),
                            "lineMicro", price.lineMicro()));
        }
        LineFate.Charge charge = fate.charge();
        if (charge != null) {
            json.put(
                    "charge",
                    Map.of(
                            "token", charge.token(),
                            "micro", charge.micro(),
                            "lines", charge.lines(),
                            "quantities", quantities(charge.meters()),
                            "waitingMicro", charge.waitingMicro(),
                            "closes",
                                    charge.closes().stream()
                                            .map(TraceJson::close)
                                            .toList()));
        }
        return json;
    }

    private static Map<String, Object> close(LineFate.Close close) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "periodStart", close.periodStart().toString(),
                "fundedMicro", close.fundedMicro(),
                "voidMicro", close.voidMicro(),
                "writtenOffMicro", close.writtenOffMicro()));
        LineFate.Batch batch = close.batch();
        if (batch != null) {
            json.put("epoch", batch.epoch());
            json.put("state", batch.state());
            putIfKnown(json, "root", batch.root());
        }
        return json;
    }

    private static Map<String, Object> quantities(MeterTotals meters) {
        return Map.of(
                "calls", meters.calls(),
                "inputTokens", meters.inputTokens(),
                "outputTokens", meters.outputTokens(),
                "computeMillis", meters.computeMillis());
    }

    private static void putIfKnown(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
