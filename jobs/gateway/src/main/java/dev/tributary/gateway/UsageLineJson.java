package dev.tributary.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.temporal.ChronoUnit;

/** Writes a line as the CloudEvent that the protocol asks for. */
final class UsageLineJson {
    private static final int USUAL_LENGTH = 448;

    private final String source;

    UsageLineJson(String gateway) {
        source = "/gateways/" + gateway;
    }

    byte[] write(UsageLine line) {
        StringBuilder json = new StringBuilder(USUAL_LENGTH);
        json.append("{\"specversion\":\"1.0\",\"id\":");
        appendString(json, line.id());
        json.append(",\"source\":\"").append(source);
        json.append("\",\"type\":\"ai.inference.usage.v1\",\"subject\":\"").append(line.model());
        json.append("\",\"time\":\"").append(line.time().truncatedTo(ChronoUnit.MILLIS));
        json.append("\",\"data\":{\"payer\":\"").append(line.payer()).append('"');
        if (line.pass() != null) {
            json.append(",\"pass\":\"").append(line.pass()).append('"');
        }
        appendQuantity(json, "calls", line.calls());
        appendQuantity(json, "inputTokens", line.inputTokens());
        appendQuantity(json, "outputTokens", line.outputTokens());
        appendQuantity(json, "computeMillis", line.computeMillis());
        Long latencyMillis = line.latencyMillis();
        if (latencyMillis != null) {
            json.append(",\"latencyMillis\":").append(latencyMillis.longValue());
        }
        Outcome outcome = line.outcome();
        if (outcome != null) {
            json.append(",\"outcome\":\"").append(outcome.text()).append('"');
        }
        return json.append("}}").toString().getBytes(UTF_8);
    }

    /** A meter that is left out counts as 0. */
    private static void appendQuantity(StringBuilder json, String name, long quantity) {
        if (quantity != 0) {
            json.append(",\"").append(name).append("\":").append(quantity);
        }
    }

    private static void appendString(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
