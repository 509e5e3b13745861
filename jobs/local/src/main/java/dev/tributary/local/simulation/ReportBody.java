package dev.tributary.local.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes usage lines as the CloudEvents of a report. */
final class ReportBody {
    private ReportBody() {}

    static byte[] of(List<String> lines) {
        return ("[" + String.join(",", lines) + "]").getBytes(StandardCharsets.UTF_8);
    }

    static String line(MarketPlan market, Party gateway, PlannedLine line, long eventMillis) {
        return line(
                Long.toString(line.number()),
                gateway,
                market.models().get(line.model()).id(),
                Instant.ofEpochMilli(eventMillis).toString(),
                """
                {"payer":"%s",%s"calls":1,"inputTokens":%d,"outputTokens":%d,"computeMillis":%d,"latencyMillis":%d,"outcome":"%s"}""".formatted(
                        market.payers().get(line.payer()).address(),
                        line.purchase() < 0
                                ? ""
                                : "\"pass\":\"%d\",".formatted(market.licences().pass(line.purchase())),
                        line.inputTokens(),
                        line.outputTokens(),
                        line.computeMillis(),
                        line.latencyMillis(),
                        line.failed() ? "error" : "ok"));
    }

    /** A CloudEvent whose subject, time and data are taken as they are, right or wrong. */
    static String line(String id, Party gateway, String subject, String time, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/gateways/%s","type":"ai.inference.usage.v1","subject":"%s","time":"%s","data":%s}""".formatted(id, gateway.address(), subject, time, data);
    }
}
